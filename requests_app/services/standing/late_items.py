"""Items of a later round that fail on content which did not change and was not failing before (ux A-06)."""

from requests_app.models import AccessRequest, DataCorrection, ReviewItem

_Verdict = ReviewItem.Verdict
_SAFETY = ReviewItem.LateReason.SAFETY
_WAS_FINE = (_Verdict.MEETS, _Verdict.NOT_APPLICABLE)


def late_items(access_request: AccessRequest) -> list[ReviewItem]:
    """The late items of the current round, in order. None in the first round; three statements at most later."""
    if access_request.round == 1:
        return []
    rows = ReviewItem.objects.filter(access_request=access_request)
    failing = list(rows.filter(round=access_request.round, verdict=_Verdict.FAILS))
    if not failing:
        return []
    before = {
        item.criterion_code: item
        for item in rows.filter(
            round=access_request.round - 1,
            verdict__in=_WAS_FINE,
            criterion_code__in=[item.criterion_code for item in failing],
        )
    }
    found = [
        item
        for item in failing
        if (old := before.get(item.criterion_code)) and old.seen_attachment_id == item.seen_attachment_id
    ]
    if not found or not _answers_changed(access_request):
        return found
    # Papers that the portal makes from the answers say something else once the answers were put right.
    assert access_request.checklist_version is not None
    checklist = access_request.checklist_version.checklist
    return [item for item in found if not checklist.item(item.document_code).is_from_answers]


def is_let_through(item: ReviewItem) -> bool:
    """Whether a late item may be sent: it says why, and a supervisor released these words or it is about safety."""
    if not item.late_reason_code:
        return False
    return item.late_reason_code == _SAFETY or item.late_released_version == item.version


def unreleased_late_items(access_request: AccessRequest) -> int:
    """How many failing items of the round, new on unchanged content, still lack reason or release."""
    return sum(not is_let_through(item) for item in late_items(access_request))


def _answers_changed(access_request: AccessRequest) -> bool:
    """Whether typed answers were put right in the corrections that led to this round."""
    return DataCorrection.objects.filter(
        notice__access_request=access_request,
        notice__round=access_request.round - 1,
        applied_as__isnull=False,
    ).exists()
