"""Where reverse flow stands on a request: the waiver that holds, the study in force, what was chosen of it."""

from django.db.models import Exists, OuterRef

from eligibility.domain.classification import Category
from requests_app.domain.reverse_flow import Alternative, Choice, Waiver, waiver_of
from requests_app.models import AccessRequest, CompatibilityCheck, FlowChoice, FlowStudy
from requests_app.services.filing.facts import filed_facts


def is_compatible_confirmed(access_request: AccessRequest) -> bool | None:
    """What the analyst found of the compatible power; None while nobody looked at the answers in force."""
    answers = access_request.newest_answers
    if answers is None:
        return None
    rows = CompatibilityCheck.objects.filter(access_request=access_request, answers_number=answers.number)
    return rows.order_by("-id").values_list("is_confirmed", flat=True).first()


def waiver_in_force(access_request: AccessRequest) -> Waiver | None:
    """The waiver that the request asked for and that holds; None where the analysis is due."""
    facts = filed_facts(access_request)
    category = Category(access_request.category) if access_request.category else None
    is_confirmed = facts.wants_compatible_power and is_compatible_confirmed(access_request) is True
    return waiver_of(facts, category, is_compatible_confirmed=is_confirmed)


def newest_study(access_request: AccessRequest) -> FlowStudy | None:
    """The study that counts, with its content. One statement."""
    rows = FlowStudy.objects.filter(access_request=access_request).select_related(
        "content", "file__stored_file"
    )
    return rows.order_by("-number").first()


def choice_of(study: FlowStudy | None) -> FlowChoice | None:
    """What was chosen of that study; None while nothing was. One statement."""
    return study.choices.first() if study is not None else None


def as_choice(row: FlowChoice) -> Choice:
    """The recorded choice in the words of the rules."""
    return Choice(
        alternatives=frozenset(Alternative(one) for one in row.alternatives),
        injected_kw=row.injected_kw,
        reduction_form=row.reduction_form,
        has_storage=row.has_storage,
    )


def choice_owed() -> Exists:
    """Whether the newest study of a request offers alternatives and none was chosen, for rows of requests (art. 83, § 9º)."""
    newer = FlowStudy.objects.filter(access_request=OuterRef("access_request"), number__gt=OuterRef("number"))
    waiting = FlowStudy.objects.filter(access_request=OuterRef("pk"), offers_a_choice=True, choices=None)
    return Exists(waiting.filter(~Exists(newer)))


def is_choice_owed(access_request: AccessRequest) -> bool:
    """The same of one request. One statement."""
    return AccessRequest.objects.filter(choice_owed(), pk=access_request.pk).exists()
