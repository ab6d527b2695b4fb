"""The studies behind an alternative: asked for after the opinion, delivered within 10 business days (art. 78)."""

from datetime import datetime
from typing import BinaryIO, Final

from django.db import transaction

from documents.domain.file_types import FileType
from documents.inspection import inspect_upload
from documents.services.files import keep_inspected
from eligibility.domain.findings import refuse
from portal.accounts.roles import Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import AccessRequest, StudyRequest
from requests_app.services.telling.flow import tell_studies_delivered, tell_studies_requested
from requests_app.services.transitions import find_row, lock, perform

MAX_MB: Final = 50
MAX_PAGES: Final = 300
LONGEST_WORDS: Final = 4000
_PDF: Final = frozenset({FileType.PDF})


@transaction.atomic
def request_studies(*, access_request_id: int, asked: str, actor: Actor, now: datetime) -> StudyRequest:
    """The technician asks; the term of 10 business days begins and the validity of the opinion stands still.

    Raises Refused (state, no study, asked already) and PermissionDenied.
    """
    access_request = lock(access_request_id)
    find_row(access_request, Action.REQUEST_STUDIES, actor)
    opinion = access_request.opinion
    assert opinion is not None and actor.user_id is not None
    event = perform(
        access_request,
        Action.REQUEST_STUDIES,
        actor=actor,
        at=now,
        data={"opinion_number": opinion.number},
    )
    found = StudyRequest.objects.create(
        access_request=access_request,
        opinion=opinion,
        event=event,
        asked=asked.strip()[:LONGEST_WORDS],
        asked_at=now,
        asked_by_id=actor.user_id,
    )
    tell_studies_requested(access_request, found, now=now)
    return found


def deliver_studies(
    *, access_request_id: int, file: BinaryIO, name: str, method: str, actor: Actor, now: datetime
) -> StudyRequest:
    """The studies as one PDF, with the tools, parameters and conditions used in words; the term stops.

    Raises Refused (the file, no words, state, nobody asked) and PermissionDenied.
    """
    method = method.strip()
    if not method:
        raise refuse(
            "words_missing", "Escreva as ferramentas, os parâmetros e as condições do estudo.", field="method"
        )
    inspected = inspect_upload(
        file,
        declared_name=name,
        accepted=_PDF,
        max_bytes=MAX_MB * 1024 * 1024,
        max_pages=MAX_PAGES,
        field="file",
    )
    with transaction.atomic():
        access_request = lock(access_request_id)
        event = perform(
            access_request, Action.DELIVER_STUDIES, actor=actor, at=now, data={"sha256": inspected.sha256}
        )
        asked = open_request(access_request)
        assert asked is not None
        asked.stored_file = keep_inspected(
            file=file, inspected=inspected, original_name=name, stored_by_id=actor.account_id
        )
        asked.method = method[:LONGEST_WORDS]
        asked.delivered_at, asked.delivered_by_id = event.at, actor.account_id
        asked.save()
        tell_studies_delivered(access_request, asked)
    return asked


def open_request(access_request: AccessRequest) -> StudyRequest | None:
    """The newest request for studies that was not answered; whether its term still runs the clock says."""
    return StudyRequest.objects.filter(access_request=access_request, delivered_at=None).first()


def study_requests_of(access_request: AccessRequest) -> list[StudyRequest]:
    """Every request for studies, newest first. One statement."""
    return list(
        StudyRequest.objects.filter(access_request=access_request).select_related("stored_file", "opinion")
    )
