"""Telling what a change of the answers did to the framing of a draft."""

from datetime import date

from documents.domain.project_check import ProjectCheck
from documents.services.checklists import checklists_in_force
from requests_app.domain.framing import Framing, change_text, framing_of, has_changed


def explained_change(before: Framing | None, check: ProjectCheck, on: date) -> str:
    """What is different from `before`, the framing last told, and why; "" when there is nothing to tell.

    One statement, and only when there is something: the titles of the documents of every list.
    """
    now = framing_of(check)
    if not has_changed(before, now):
        return ""
    titles = {
        item.document_code: item.title
        for version in checklists_in_force(on).values()
        for item in version.checklist.items
    }
    return change_text(before, now, check, titles, on)
