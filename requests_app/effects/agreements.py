"""Who makes the PDFs of the contracts and agreements, each once whatever is retried."""

from io import BytesIO

from documents.domain.agreement_sheets import AgreementSheet
from documents.models import StoredFile
from documents.page_images import page_count
from documents.printing import print_agreement
from documents.services.files import keep_rendered
from portal.outbox.effects import Payload, carries_out
from requests_app.models import AccessRequest, Agreement, AgreementFile
from requests_app.services.agreements.steps import EFFECT


@carries_out(EFFECT)
def make_agreement_pdf(payload: Payload) -> None:
    """Render the frozen sheet; the same sheet gives the same bytes, and one row points at one file."""
    agreement = Agreement.objects.select_related("content", "opinion").get(pk=payload["agreement_id"])
    AccessRequest.objects.select_for_update(of=("self",)).get(pk=agreement.opinion.access_request_id)
    if AgreementFile.objects.filter(agreement=agreement).exists():
        return
    content = print_agreement(AgreementSheet.model_validate(agreement.content.sheet))
    AgreementFile.objects.create(
        agreement=agreement,
        stored_file=keep_rendered(
            purpose=StoredFile.Purpose.FORM, content=content, page_count=page_count(BytesIO(content))
        ),
    )
