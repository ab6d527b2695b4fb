"""How far the project of the entry substation of a request is."""

from requests_app.models import AccessRequest, SubstationProjectAnswer


def is_project_needed(access_request: AccessRequest) -> bool:
    """Whether the unit connects in medium voltage or above, where the project is approved before the inspection."""
    return access_request.consumer_unit.group == "A"


def was_answer_incomplete(access_request: AccessRequest) -> bool:
    """Whether the last answer found that the one before it had left reasons out (art. 51)."""
    last = (
        SubstationProjectAnswer.objects.filter(project__access_request=access_request)
        .order_by("-project__round")
        .values_list("outcome", "found_gaps")
        .first()
    )
    return last == (SubstationProjectAnswer.Outcome.RETURNED.value, True)
