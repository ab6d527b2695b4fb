"""E-02: the HTML of every e-mail passes axe and is read on a telephone."""

from tests.browser.axe import sideways, violations
from tests.browser.conftest import NewPage
from tests.integration.mail_life import OTHER_ENDS, TO_THE_METER, life_of


def test_e02_every_mail_of_a_life_passes_axe_and_fits_a_telephone(portal_url: str, new_page: NewPage) -> None:
    lives = [life_of(steps) for steps in (tuple(step for step, _ in TO_THE_METER), *OTHER_ENDS)]
    mails = {mail.template: mail for life in lives for mail in life.mails}
    assert len(mails) >= 25
    page, complaints = new_page(360, 740), []
    for template, mail in sorted(mails.items()):
        page.set_content(mail.html)
        complaints += [f"{template}: {said}" for said in violations(page) + sideways(page)]
    assert complaints == []
