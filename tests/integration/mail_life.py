"""One eventful life of a request and the e-mails that it brings, for the criteria of e-mails."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from portal.outbox.models import Message
from requests_app.models import AccessRequest
from tests.life_case import Case, new_case
from tests.life_steps import do

BEGAN = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
BOTH = {"technician", "holder"}

# Each step, and who is told of it by which template. Row numbers are those of the table of e-mails.
TO_THE_METER: tuple[tuple[str, dict[str, set[str]]], ...] = (
    ("file", {"request_received": {"technician"}, "request_received_holder": {"holder"}}),  # 4 and 5
    ("start_check", {}),
    ("send_pendings", {"pendings_sent": {"technician"}, "pendings_sent_holder": {"holder"}}),  # 8
    ("contest_pending", {"contest_filed": BOTH}),  # 16
    ("answer_contest", {"contest_answered": BOTH}),  # 16
    ("answer_pendings", {"corrections_received": {*BOTH, "analyst"}}),  # 10
    ("accept_documents", {"documents_accepted": BOTH}),  # 7
    ("pause_clock", {"clock_suspended": BOTH}),  # 11
    ("resume_clock", {"clock_moved": BOTH}),  # 11
    ("require_works", {"works_study": BOTH}),  # 12
    ("approve_with_works", {"opinion_issued": BOTH}),  # 14
    ("approve_conditions", {"conditions_approved": BOTH}),
    ("deliver_contracts", {"contracts_delivered": BOTH}),
    ("accept_contracts", {"contracts_accepted": BOTH, "works_started": BOTH}),
    ("suspend_works", {"works_paused": BOTH}),
    ("resume_works", {"works_resumed": BOTH}),
    ("finish_works", {"works_finished": BOTH}),
    ("request_inspection", {"inspection_requested": BOTH}),
    ("fail_inspection", {"inspection_failed": BOTH}),
    ("report_inspection", {"inspection_reported": BOTH}),
    ("request_inspection", {"inspection_requested": BOTH}),
    ("connect", {"connected": BOTH}),
)
OTHER_ENDS: tuple[tuple[str, ...], ...] = (
    ("file", "withdraw"),  # 21
    ("file", "start_check", "accept_documents", "deny", "contest_decision", "reject_contest"),  # 15, 16
    ("file", "start_check", "accept_documents", "approve", "cancel"),  # 20
)
_GIVEN: dict[str, dict[str, Any]] = {
    "answer_contest": {"upheld": False},
    "pause_clock": {"reason": "pause.art64_other_utility_or_ons"},
    "suspend_works": {"reason": "pause.works_licence"},
}


@dataclass
class Life:
    """A request, who its people are by address, and what each step told whom."""

    case: Case
    told: list[dict[str, set[str]]] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)
    at: datetime = BEGAN

    def live(self, step: str, **given: Any) -> None:
        """Do one step twenty minutes after the one before, and note its e-mails."""
        last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.at += timedelta(minutes=20)
        with time_machine.travel(self.at, tick=False):
            do(self.case, step, self.at, **_GIVEN.get(step, {}), **given)
        people = self.people()
        told: dict[str, set[str]] = {}
        for mail in Message.objects.filter(pk__gt=last).order_by("pk"):
            who = people.get(mail.recipient, mail.recipient)
            assert who not in told.setdefault(mail.template, set()), f"{step}: {mail.template} twice to {who}"
            told[mail.template].add(who)
            self.mails.append(mail)
        self.told.append(told)

    def people(self) -> dict[str, str]:
        """Addresses, and who reads them."""
        holder = AccessRequest.objects.select_related("holder").get(pk=self.case.pk).holder
        roles = ("technician", "analyst", "second_analyst", "supervisor")
        return {holder.email: "holder"} | {getattr(self.case, role).email: role for role in roles}


def life_of(steps: tuple[str, ...]) -> Life:
    """A new request that lived through these steps."""
    life = Life(new_case())
    for step in steps:
        life.live(step)
    return life
