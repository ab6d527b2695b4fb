"""Who carries out this app's effects: the PDFs, each made once whatever is retried, and what is reckoned or asked later."""

from io import BytesIO

from django.utils import timezone

from documents.domain.sheets import OpinionSheet
from documents.models import StoredFile
from documents.page_images import page_count
from documents.printing import print_opinion, print_receipt
from documents.services.files import keep_rendered
from portal.outbox.effects import Payload, carries_out
from requests_app.models import AccessRequest, Opinion, OpinionFile, ReceiptFile
from requests_app.services.clocks import holidays
from requests_app.services.exchange import customer_checks
from requests_app.services.sheets.papers import make_papers
from requests_app.services.sheets.receipt import build_receipt


@carries_out("requests.receipt")
def make_receipt(payload: Payload) -> None:
    """Render and keep the receipt; its row is unique, so a second run finds it and stops."""
    access_request = AccessRequest.objects.select_for_update(of=("self",)).get(
        pk=payload["access_request_id"]
    )
    if ReceiptFile.objects.filter(access_request=access_request).exists():
        return
    content = print_receipt(build_receipt(access_request))
    ReceiptFile.objects.create(
        access_request=access_request, stored_file=_keep(StoredFile.Purpose.RECEIPT, content)
    )


@carries_out("requests.papers")
def make_filed_papers(payload: Payload) -> None:
    """Render, keep and attach the papers made from the answers; those already there stay."""
    make_papers(int(payload["access_request_id"]))


@carries_out("requests.opinion_pdf")
def make_opinion_pdf(payload: Payload) -> None:
    """Render the frozen sheet; the same sheet gives the same bytes, and one row points at one file."""
    opinion = Opinion.objects.select_related("content").get(pk=payload["opinion_id"])
    AccessRequest.objects.select_for_update(of=("self",)).get(pk=opinion.access_request_id)
    if OpinionFile.objects.filter(opinion=opinion).exists():
        return
    content = print_opinion(OpinionSheet.model_validate(opinion.content.sheet))
    OpinionFile.objects.create(opinion=opinion, stored_file=_keep(StoredFile.Purpose.OPINION, content))


@carries_out(customer_checks.EFFECT)
def check_customer(payload: Payload) -> None:
    """Ask the utility's records about a filed request; without an answer the next try is a row of its own."""
    customer_checks.carry_out_check(
        access_request_id=int(payload["access_request_id"]),
        attempt=int(payload["attempt"]),
        now=timezone.now(),
    )


@carries_out(holidays.EFFECT)
def refresh_after_holiday(payload: Payload) -> None:
    """Reckon anew the deadlines of a change of the calendar that moved more than a page waits for."""
    holidays.refresh_part(
        change_id=int(payload["change_id"]),
        first=int(payload["first"]),
        last=int(payload["last"]),
        today=timezone.localdate(),
    )


def _keep(purpose: StoredFile.Purpose, content: bytes) -> StoredFile:
    return keep_rendered(purpose=purpose, content=content, page_count=page_count(BytesIO(content)))
