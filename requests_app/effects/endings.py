"""Who makes the papers of the ends and of corrected answers, each once whatever is retried."""

from io import BytesIO

from documents.end_printing import print_end
from documents.models import StoredFile
from documents.page_images import page_count
from documents.services.files import keep_rendered
from portal.outbox.effects import Payload, carries_out
from requests_app.models import AccessRequest, EndReceipt, Event
from requests_app.services.endings import records as end_records
from requests_app.services.endings.reading import end_sheet
from requests_app.services.review import data_corrections
from requests_app.services.sheets.papers import remake_papers


@carries_out(end_records.EFFECT)
def make_end_receipt(payload: Payload) -> None:
    """Render and keep the receipt of an end; its row is unique, so a second run finds it and stops."""
    event = Event.objects.get(pk=payload["event_id"])
    access_request = (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("technician", "consumer_unit", "holder", "generator", "opinion")
        .get(pk=event.access_request_id)
    )
    if EndReceipt.objects.filter(event=event).exists():
        return
    content = print_end(end_sheet(access_request, event))
    stored = keep_rendered(
        purpose=StoredFile.Purpose.RECEIPT, content=content, page_count=page_count(BytesIO(content))
    )
    EndReceipt.objects.create(event=event, stored_file=stored)


@carries_out(data_corrections.EFFECT)
def make_papers_again(payload: Payload) -> None:
    """Print the papers of a request again after its answers were put right."""
    remake_papers(int(payload["access_request_id"]), int(payload["number"]))
