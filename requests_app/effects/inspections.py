"""Who carries out the effects of the inspections: the PDF of a report, made once whatever is retried."""

from io import BytesIO

from documents.domain.inspection_sheet import InspectionSheet
from documents.models import StoredFile
from documents.page_images import page_count
from documents.printing import print_inspection
from documents.services.files import keep_rendered
from portal.outbox.effects import Payload, carries_out
from requests_app.models import AccessRequest, InspectionReport, InspectionReportFile
from requests_app.services.connection.inspections import EFFECT


@carries_out(EFFECT)
def make_inspection_report(payload: Payload) -> None:
    """Render the frozen sheet; its row is unique, so a second run finds it and stops."""
    report = InspectionReport.objects.select_related("content", "inspection").get(pk=payload["report_id"])
    AccessRequest.objects.select_for_update(of=("self",)).get(pk=report.inspection.access_request_id)
    if InspectionReportFile.objects.filter(report=report).exists():
        return
    content = print_inspection(InspectionSheet.model_validate(report.content.sheet))
    stored = keep_rendered(
        purpose=StoredFile.Purpose.FORM, content=content, page_count=page_count(BytesIO(content))
    )
    InspectionReportFile.objects.create(report=report, stored_file=stored)
