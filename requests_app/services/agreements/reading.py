"""What stands of the contracts of a request: which papers, delivered when, accepted when, and by which terms."""

from documents.domain.agreement_kinds import AgreementKind, agreements_for
from documents.models import StoredFile
from eligibility.domain.classification import Category
from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, Agreement, Deadline, DeclarationAcceptance, Event

_LAW_RULES = ("opinion.approval", "opinion.inspection_request")
ASKS_FOR_INSPECTION_LATER = "declaration.a"
TAKES_CONTRACTS_EARLY = "declaration.c"


def needed_agreements(access_request: AccessRequest) -> tuple[AgreementKind, ...]:
    """Which papers this request needs."""
    return agreements_for(Category(access_request.category), access_request.consumer_unit.group)


def current_agreements(access_request: AccessRequest) -> list[Agreement]:
    """The newest version of each paper of the opinion in force, in reading order, files joined. One statement."""
    if access_request.opinion_id is None:
        return []
    rows = (
        Agreement.objects.filter(opinion_id=access_request.opinion_id)
        .select_related("file__stored_file")
        .order_by("kind", "-version")
        .distinct("kind")
    )
    order = list(AgreementKind)
    return sorted(rows, key=lambda row: order.index(row.paper))


def stored_paper(agreement: Agreement) -> StoredFile | None:
    """The PDF; None while it is being made."""
    kept = getattr(agreement, "file", None)
    return kept.stored_file if kept is not None else None


def contract_steps(access_request: AccessRequest) -> tuple[Event | None, Event | None]:
    """The delivery and the acceptance of the contracts of the opinion in force, each None until it happened.

    One statement, none without an opinion.
    """
    if access_request.opinion is None:
        return None, None
    wanted = (Action.DELIVER_CONTRACTS.value, Action.ACCEPT_CONTRACTS.value)
    found = {
        event.action: event
        for event in Event.objects.filter(
            access_request=access_request, action__in=wanted, data__opinion=access_request.opinion.number
        ).order_by("id")
    }
    return found.get(wanted[0]), found.get(wanted[1])


def delivery_of(access_request: AccessRequest) -> Event | None:
    """The delivery of the contracts of the opinion in force."""
    return contract_steps(access_request)[0]


def acceptance_of(access_request: AccessRequest) -> Event | None:
    """The holder's acceptance of the contracts of the opinion in force."""
    return contract_steps(access_request)[1]


def is_by_the_law(access_request: AccessRequest) -> bool:
    """Whether the opinion runs by the law's terms instead of the validity that the utility publishes."""
    return Deadline.objects.filter(
        access_request=access_request, clock=ClockName.VALIDITY.value, rule_code__in=_LAW_RULES
    ).exists()


def has_declared(access_request: AccessRequest, code: str) -> bool:
    """Whether this declaration of the standard form was accepted at filing."""
    return DeclarationAcceptance.objects.filter(access_request=access_request, code=code).exists()
