"""One request, the people around it, and how they take and judge it, for tests of its whole life."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from documents.services.checklists import publish_packaged
from portal.accounts.models import User
from portal.accounts.roles import SYSTEM, Actor, Role
from requests_app.domain.lifecycle import WITH_UTILITY, State
from requests_app.models import AccessRequest, ReviewItem
from requests_app.services.filing import drafts
from requests_app.services.review import claims
from requests_app.services.review import verdicts as review
from tests.factories import make_analyst, make_supervisor, make_technician

LAW_BEGAN = date(2026, 1, 1)
"""The packaged checklists are published from this day on, so that stories may begin before today."""


@dataclass
class Case:
    """One request and the people around it."""

    technician: User
    analyst: User
    second_analyst: User
    supervisor: User
    access_request: AccessRequest
    kind: str = "house"
    declared: str = "df"
    opinion: dict[str, Any] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return self.access_request.pk

    def actor(self, who: str) -> Actor:
        """Technician, holder, analyst, second_analyst, supervisor or system, as the services know them."""
        if who == "holder":
            return Actor(role=Role.HOLDER, holder_request_id=self.pk)
        if who == "system":
            return SYSTEM
        user: User = getattr(self, who)
        return user.as_actor()

    def fresh(self) -> AccessRequest:
        self.access_request = AccessRequest.objects.select_related("opinion", "technician", "holder").get(
            pk=self.pk
        )
        return self.access_request


def new_case(kind: str = "house", **given: Any) -> Case:
    """People and an empty draft; the checklists stand since the beginning of the year."""
    publish_packaged(LAW_BEGAN)
    technician = make_technician()
    return Case(
        technician=technician,
        analyst=make_analyst(),
        second_analyst=make_analyst("Caio Lemos"),
        supervisor=make_supervisor(),
        access_request=drafts.create_draft(actor=technician.as_actor()),
        kind=kind,
        **given,
    )


def take(case: Case, actor: Actor, at: datetime) -> None:
    if State(case.fresh().state) in WITH_UTILITY and actor.is_reviewer:
        claims.claim(access_request_id=case.pk, actor=actor, is_takeover=True, now=at)


def judge(case: Case, actor: Actor, at: datetime, *, failing: Iterable[int] = ()) -> None:
    """Every open item of the round meets, but those at the places of `failing` fail."""
    items = ReviewItem.objects.filter(access_request=case.access_request)
    newest = items.order_by("-round")[0].round
    rows = list(items.filter(round=newest).order_by("position"))
    wrong = [rows[place] for place in failing]
    items.filter(round=newest, verdict__in=("", "fails")).exclude(pk__in=[row.pk for row in wrong]).update(
        verdict="meets", what="", how_to_fix="", decided_by_id=actor.user_id, decided_at=at
    )
    for row in wrong:
        if row.verdict != "fails":
            review.save_verdict(
                item_id=row.pk,
                verdict="fails",
                what="Falta a assinatura.",
                how_to_fix="Envie o documento assinado.",
                page=None,
                base_version=row.version,
                actor=actor,
                now=at,
            )
