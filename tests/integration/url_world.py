"""Every address of the portal with its variables filled in from one technician's world."""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from knox.models import AuthToken

from documents.models import ChecklistDraft, ChecklistVersion, StoredFile
from documents.services.checklist_drafts import start_draft
from documents.tasks import render_pages
from eligibility.domain.rulebook import rule
from eligibility.models import RuleDraft
from eligibility.services.rule_drafts import start_draft as start_rule_draft
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.domain.lifecycle import State
from requests_app.effects.papers import make_opinion_pdf, make_receipt
from requests_app.models import AccessRequest, Holiday
from requests_app.services.people.holder_access import open_link
from tests.factories import (
    filed_request,
    give_second_factor,
    make_admin,
    make_analyst,
    make_draft,
    make_supervisor,
    make_technician,
)
from tests.library import library_document
from tests.life_changes import call_for_help, historic_request
from tests.stages import request_in

_VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver: `route` as written, the view behind it."""

    route: str
    view: Callable[..., Any]

    @property
    def is_configuration(self) -> bool:
        """Django's admin guards its own views, with one permission for all of them."""
        return self.route.startswith("configuracao/")

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    @property
    def names_a_thing(self) -> bool:
        """Whether the address names a draft, a request or a file, which has an owner."""
        return "public_id" in self.route or "filing_number" in self.route


@cache
def addresses() -> tuple[Address, ...]:
    """Everything that the resolver knows."""
    return tuple(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: Any, before: str) -> Iterator[Address]:
    for found in patterns:
        route = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from _walk(found.url_patterns, route)
        elif isinstance(found, URLPattern):
            yield Address(route, found.callback)


@dataclass(frozen=True)
class World:
    """A technician with a draft and a filed request, and everybody who may or may not see them."""

    case: AccessRequest
    draft: AccessRequest
    file: StoredFile
    token: str
    people: dict[str, User]
    others_case: AccessRequest
    checklist_draft: ChecklistDraft
    rule_draft: RuleDraft
    holiday: Holiday
    help_number: str
    historic_id: int
    library_slug: str

    def path(self, address: Address) -> str:
        """The address of this world's own draft, request or file."""
        values = {
            "public_id": str(self.file.public_id if "arquivos" in address.route else self.draft.public_id),
            "filing_number": str(self.case.filing_number),
            "document_code": "identity",
            "list_code": self.checklist_draft.code,
            "draft_id": str(self.checklist_draft.pk),
            "criterion_code": "any",
            "section": "unidade" if "/dados/" in address.route else "unit",
            "number": "1",
            "page_number": "1",
            "token": self.token,
            "code": self.case.opinion.verification_code if self.case.opinion else "0000-0000-0000",
            "uidb36": "1",
            "key": "nada",
            "pk": "1",
            "professional_id": str(self.people["owner"].professional.pk),
            "paper": "certidao",
            "agreement_slug": "relacionamento-operacional",
            "room": "prazos",
            "rule_code": self.rule_draft.code,
            "topic": "prazos",
            "help_number": self.help_number,
            "library_slug": self.library_slug,
            "historic_id": str(self.historic_id),
            "import_id": str(uuid.uuid4()),
            "rule_draft_id": str(self.rule_draft.pk),
            "version_key": "portal-2022-01-01",
            "holiday_id": str(self.holiday.pk),
        }
        # What the admin and the recovery link write as expressions.
        plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", address.route).replace("^", "").replace("$", "")
        return "/" + _VARIABLE.sub(lambda found: values.get(found[1], "1"), plain)

    def client(self, role: str, *, is_api: bool = False) -> Client:
        """A browser, or a program with a token, of one of the people; `anonymous` is nobody."""
        client = Client(raise_request_exception=False)
        if role == "anonymous":
            return client
        if role in ("holder", "other_holder"):
            if not is_api:
                session = client.session
                session["holder_request_id"] = (self.case if role == "holder" else self.others_case).pk
                session.save()
            return client
        if is_api:
            client.defaults["HTTP_AUTHORIZATION"] = (
                f"Token {AuthToken.objects.create(user=self.people[role])[1]}"
            )
        else:
            client.force_login(self.people[role])
        return client


ROLES = {
    "anonymous": None,
    "owner": Role.TECHNICIAN,
    "other_technician": Role.TECHNICIAN,
    "analyst": Role.ANALYST,
    "supervisor": Role.SUPERVISOR,
    "admin": Role.ADMIN,
    "holder": Role.HOLDER,
    "other_holder": Role.HOLDER,
}
STRANGERS = frozenset({"other_technician", "other_holder"})


def _make_papers(case: AccessRequest, file: StoredFile) -> None:
    """What the worker would make, for this request alone."""
    make_receipt({"access_request_id": case.pk})
    render_pages({"stored_file_id": file.pk, "first": 1})
    if case.opinion:
        make_opinion_pdf({"opinion_id": case.opinion.pk})


def make_world(state: State) -> World:
    """The request is in `state`; its papers and page pictures are made."""
    people = {
        "owner": make_technician(),
        "other_technician": make_technician("Carla Dias"),
        "analyst": give_second_factor(make_analyst()),
        "supervisor": give_second_factor(make_supervisor()),
        "admin": give_second_factor(make_admin()),
    }
    others_case = filed_request(people["other_technician"])
    case = request_in(
        state, technician=people["owner"], analyst=people["analyst"], at=timezone.now() - timedelta(days=1)
    )
    file = case.attachments.filter(document_code="identity").latest("pk").stored_file
    assert file is not None
    _make_papers(case, file)
    for technician in ("owner", "other_technician"):
        people[technician].professional.certificate = file
        people[technician].professional.save()
    return World(
        case=case,
        draft=make_draft(people["owner"]),
        file=file,
        token=open_link(case, now=timezone.now()),
        people=people,
        others_case=others_case,
        checklist_draft=start_draft(
            based_on=ChecklistVersion.in_force("mini", timezone.localdate()),
            actor=people["admin"].as_actor(),
            now=timezone.now(),
        ),
        rule_draft=start_rule_draft(
            entry=rule("documents.check", on=timezone.localdate()),
            actor=people["admin"].as_actor(),
            now=timezone.now(),
        ),
        help_number=str(call_for_help(case, people["owner"].as_actor(), at=timezone.now()).number),
        historic_id=historic_request().pk,
        library_slug=library_document(people["admin"]).slug,
        holiday=Holiday.objects.create(on=timezone.localdate(), name="Dia da cidade", scope="national"),
    )
