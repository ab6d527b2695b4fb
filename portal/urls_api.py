"""Addresses of the API."""

from django.urls import path

from documents.api.bill import ReadBillEndpoint
from documents.api.check import EligibilityCheck
from eligibility.api.bill_indicators import BillIndicatorsEndpoint
from eligibility.api.compatible_power import CompatiblePowerOfConsumption
from eligibility.api.rules import Rules
from requests_app.api import case_files, cases, corrections, decisions, draft_documents, drafts, life, review
from requests_app.api.allocation import Allocation
from requests_app.api.grid import GridPointOfRequest, GridPoints
from requests_app.api.preview import DeadlinePreview
from requests_app.api.schema import OpenApiDocument, reading_page
from requests_app.api.sending import SendDraft
from requests_app.api.tokens import CurrentToken, Tokens
from requests_app.api.verification import Verify

_V1 = "api/v1/"
_DRAFT = f"{_V1}drafts/<uuid:public_id>"
_CASE = f"{_V1}requests/<str:filing_number>"

urlpatterns = [
    path("api", reading_page, name="api_reading"),
    path(f"{_V1}schema/", OpenApiDocument.as_view(), name="api_schema"),
    path(f"{_V1}tokens", Tokens.as_view(), name="api_tokens"),
    path(f"{_V1}tokens/current", CurrentToken.as_view(), name="api_token"),
    path(f"{_V1}deadlines/preview", DeadlinePreview.as_view(), name="api_deadline_preview"),
    path(f"{_V1}eligibility/check", EligibilityCheck.as_view(), name="api_eligibility_check"),
    path(
        f"{_V1}eligibility/compatible-power",
        CompatiblePowerOfConsumption.as_view(),
        name="api_compatible_power",
    ),
    path(f"{_V1}bill/indicators", BillIndicatorsEndpoint.as_view(), name="api_bill_indicators"),
    path(f"{_V1}bill/read", ReadBillEndpoint.as_view(), name="api_bill_read"),
    path(f"{_V1}rules", Rules.as_view(), name="api_rules"),
    path(f"{_V1}grid/points", GridPoints.as_view(), name="api_grid_points"),
    path(f"{_V1}verify/<str:code>", Verify.as_view(), name="api_verify"),
    path(f"{_V1}drafts", drafts.Drafts.as_view(), name="api_drafts"),
    path(_DRAFT, drafts.Draft.as_view(), name="api_draft"),
    path(f"{_DRAFT}/sections/<slug:section>", drafts.DraftSection.as_view(), name="api_draft_section"),
    path(f"{_DRAFT}/allocation", Allocation.as_view(), name="api_draft_allocation"),
    path(f"{_DRAFT}/check", drafts.DraftCheck.as_view(), name="api_draft_check"),
    path(
        f"{_DRAFT}/documents/<slug:document_code>",
        draft_documents.DraftDocument.as_view(),
        name="api_draft_document",
    ),
    path(f"{_DRAFT}/send", SendDraft.as_view(), name="api_draft_send"),
    path(f"{_V1}requests", cases.Cases.as_view(), name="api_requests"),
    path(_CASE, cases.Case.as_view(), name="api_request"),
    path(f"{_CASE}/ledger", cases.Ledger.as_view(), name="api_request_ledger"),
    path(f"{_CASE}/events", cases.Events.as_view(), name="api_request_events"),
    path(f"{_CASE}/documents", case_files.Documents.as_view(), name="api_request_documents"),
    path(
        f"{_CASE}/documents/<slug:document_code>",
        case_files.DocumentFile.as_view(),
        name="api_request_document",
    ),
    path(f"{_CASE}/receipt.pdf", case_files.Receipt.as_view(), name="api_request_receipt"),
    path(f"{_CASE}/opinion", case_files.OpinionOfRequest.as_view(), name="api_request_opinion"),
    path(f"{_CASE}/opinion.pdf", case_files.OpinionPdf.as_view(), name="api_request_opinion_pdf"),
    path(f"{_CASE}/pendings", corrections.Pendings.as_view(), name="api_request_pendings"),
    path(f"{_CASE}/pendings/<int:number>", corrections.FixPending.as_view(), name="api_request_pending"),
    path(f"{_CASE}/answer", corrections.AnswerPendings.as_view(), name="api_request_answer"),
    path(f"{_CASE}/withdraw", corrections.Withdraw.as_view(), name="api_request_withdraw"),
    path(f"{_CASE}/inspection", corrections.Inspection.as_view(), name="api_request_inspection"),
    path(f"{_CASE}/approve", life.ApproveConditions.as_view(), name="api_request_approve"),
    path(f"{_CASE}/contracts", life.DeliverContracts.as_view(), name="api_request_contracts"),
    path(f"{_CASE}/works-pause", life.SuspendWorks.as_view(), name="api_request_works_pause"),
    path(f"{_CASE}/works-resume", life.ResumeWorks.as_view(), name="api_request_works_resume"),
    path(f"{_CASE}/connect", life.Connect.as_view(), name="api_request_connect"),
    path(f"{_CASE}/inspection-failed", life.FailInspection.as_view(), name="api_request_inspection_failed"),
    path(f"{_CASE}/inspection-report", life.ReportInspection.as_view(), name="api_request_inspection_report"),
    path(f"{_V1}queue/next", review.QueueNext.as_view(), name="api_queue_next"),
    path(f"{_CASE}/claim", review.Claim.as_view(), name="api_request_claim"),
    path(f"{_CASE}/release", review.Release.as_view(), name="api_request_release"),
    path(f"{_CASE}/review", review.Review.as_view(), name="api_request_review"),
    path(f"{_CASE}/review/<slug:criterion_code>", review.VerdictOfItem.as_view(), name="api_request_verdict"),
    path(
        f"{_CASE}/accept-documents", decisions.AcceptDocuments.as_view(), name="api_request_accept_documents"
    ),
    path(f"{_CASE}/works", decisions.RequireWorks.as_view(), name="api_request_works"),
    path(f"{_CASE}/works-finished", decisions.FinishWorks.as_view(), name="api_request_works_finished"),
    path(f"{_CASE}/grid-point", GridPointOfRequest.as_view(), name="api_request_grid_point"),
    path(f"{_CASE}/pause", decisions.PauseClock.as_view(), name="api_request_pause"),
    path(f"{_CASE}/resume", decisions.ResumeClock.as_view(), name="api_request_resume"),
    path(f"{_CASE}/decision", decisions.Decide.as_view(), name="api_request_decision"),
]
