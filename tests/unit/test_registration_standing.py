"""How a registration stands on a day, what its owner reads, and what an older title says of the profession."""

from datetime import date
from importlib import import_module

import pytest

from eligibility.domain.vocabulary import RegistrationStatus
from requests_app.domain.registration import registration_words, standing_badge, standing_on

LAST = date(2027, 12, 31)


@pytest.mark.parametrize(
    ("status", "until", "on", "standing"),
    [
        ("verified", LAST, date(2027, 12, 31), RegistrationStatus.verified),
        ("verified", LAST, date(2028, 1, 1), RegistrationStatus.expired),
        ("verified", LAST, date(2026, 1, 1), RegistrationStatus.verified),
        ("suspended", None, date(2028, 1, 1), RegistrationStatus.suspended),
        ("unverified", None, date(2028, 1, 1), RegistrationStatus.unverified),
    ],
)
def test_the_last_day_of_a_verification_still_counts(
    status: str, until: date | None, on: date, standing: RegistrationStatus
) -> None:
    assert standing_on(status, until, on) is standing


def test_each_standing_has_its_own_badge_and_words() -> None:
    badges = {standing_badge(s, LAST).text for s in RegistrationStatus}
    said = {registration_words(s, verified_until=LAST) for s in RegistrationStatus}
    assert len(badges) == len(said) == len(RegistrationStatus)
    assert "31/12/2027" in standing_badge(RegistrationStatus.verified, LAST).text


def test_the_words_end_with_the_reason_and_the_basis() -> None:
    said = registration_words(
        RegistrationStatus.suspended, reason="Registro interrompido.", basis="Ofício 12"
    )
    assert said[-2:] == ("Motivo: Registro interrompido.", "Base: Ofício 12")
    assert "não pode enviar pedidos novos" in said[0]


@pytest.mark.parametrize(
    ("title", "profession"),
    [
        ("Engenheiro eletricista", "electrical_engineer"),
        ("ENGENHEIRA  ELETRICISTA", "electrical_engineer"),
        ("Eng. Eletricista", "electrical_engineer"),
        ("Engenheira de Energia", "energy_engineer"),
        ("Técnico em Eletrotécnica", "electrotechnics_technician"),
        ("tecnica em eletrotecnica", "electrotechnics_technician"),
        ("Engenheiro civil", "other_engineer"),
        ("Eng. civil", "other_engineer"),
        ("Engenheiro mecânico e técnico em eletrotécnica", "other_engineer"),
        ("Engenheiro eletricista e civil", "other_engineer"),
        ("Técnico em edificações", "other"),
        ("Arquiteta", "other"),
    ],
)
def test_an_older_title_names_a_profession_only_when_it_is_plain(title: str, profession: str) -> None:
    migration = import_module("requests_app.migrations.0005_professionals")
    assert migration.profession_of(title) == profession
