"""Who carries out the effects of reverse flow: the PDF of a study, made once whatever is retried."""

from io import BytesIO

from documents.domain.flow_sheet import FlowStudySheet
from documents.models import StoredFile
from documents.page_images import page_count
from documents.printing import print_flow_study
from documents.services.files import keep_rendered
from portal.outbox.effects import Payload, carries_out
from requests_app.models import AccessRequest, FlowStudy, FlowStudyFile
from requests_app.services.flow.studies import EFFECT


@carries_out(EFFECT)
def make_flow_study(payload: Payload) -> None:
    """Render the frozen sheet; its row is unique, so a second run finds it and stops."""
    study = FlowStudy.objects.select_related("content").get(pk=payload["flow_study_id"])
    AccessRequest.objects.select_for_update(of=("self",)).get(pk=study.access_request_id)
    if FlowStudyFile.objects.filter(flow_study=study).exists():
        return
    content = print_flow_study(FlowStudySheet.model_validate(study.content.sheet))
    stored = keep_rendered(
        purpose=StoredFile.Purpose.FORM, content=content, page_count=page_count(BytesIO(content))
    )
    FlowStudyFile.objects.create(flow_study=study, stored_file=stored)
