"""Tables of the requests app, one concept a file."""

from requests_app.models.access_request import AccessRequest, FilingSequence
from requests_app.models.agreement import Agreement, AgreementContent, AgreementFile
from requests_app.models.allocation import AllocationList
from requests_app.models.allocation_change import AllocationChange
from requests_app.models.attachment import Attachment, DeclarationAcceptance, ReceiptFile
from requests_app.models.capacity import CapacityEntry
from requests_app.models.case_note import CaseNote, DecisionDraft
from requests_app.models.charge import Charge, ChargeProof
from requests_app.models.clock import ClockEntry, Deadline
from requests_app.models.compensation import Compensation, ImproperPause
from requests_app.models.contact_change import ContactChange, ContactChangeEvent
from requests_app.models.contest import Contest, ContestedItem
from requests_app.models.conversation import Conversation, ConversationNote, NoteText
from requests_app.models.customer import CustomerAccount, CustomerCheck, CustomerImport
from requests_app.models.data_correction import DataCorrection
from requests_app.models.end_receipt import EndReceipt
from requests_app.models.event import DisclosureEvent, Event
from requests_app.models.filed_answers import FiledAnswers
from requests_app.models.flow_study import (
    CompatibilityCheck,
    FlowChoice,
    FlowStudy,
    FlowStudyContent,
    FlowStudyFile,
    StudyRequest,
)
from requests_app.models.grid import (
    Feeder,
    GridImport,
    GridPlacement,
    GridRefusals,
    Substation,
    Transformer,
)
from requests_app.models.grid_entry import GridEntry
from requests_app.models.guarantee import Guarantee, GuaranteeEvent, GuaranteeRenewal
from requests_app.models.holder import Holder, HolderAccess, HolderCode
from requests_app.models.holiday import Holiday, HolidayChange, HolidayMove
from requests_app.models.inspection import (
    Inspection,
    InspectionReason,
    InspectionReport,
    InspectionReportContent,
    InspectionReportFile,
)
from requests_app.models.legacy import HistoricImport, HistoricRequest
from requests_app.models.opinion import Opinion, OpinionContent, OpinionFile
from requests_app.models.pending import Pending, PendingNotice
from requests_app.models.professional import RegistrationCheck, ResponsibleProfessional
from requests_app.models.project import ConsumerUnit, Generator, GeneratorEquipment
from requests_app.models.review_item import ReviewItem
from requests_app.models.substation_project import (
    ProjectPart,
    SubstationProject,
    SubstationProjectAnswer,
    SubstationProjectFile,
    SubstationProjectReason,
)
from requests_app.models.suspension import Suspension
from requests_app.models.technician_change import TechnicianChange, TechnicianChangeEvent
from requests_app.models.works_notice import WorksNotice

__all__ = [
    "AccessRequest",
    "Agreement",
    "AgreementContent",
    "AgreementFile",
    "AllocationChange",
    "AllocationList",
    "Attachment",
    "CapacityEntry",
    "CaseNote",
    "Charge",
    "ChargeProof",
    "ClockEntry",
    "CompatibilityCheck",
    "Compensation",
    "ConsumerUnit",
    "ContactChange",
    "ContactChangeEvent",
    "Contest",
    "ContestedItem",
    "Conversation",
    "ConversationNote",
    "CustomerAccount",
    "CustomerCheck",
    "CustomerImport",
    "DataCorrection",
    "Deadline",
    "DecisionDraft",
    "DeclarationAcceptance",
    "DisclosureEvent",
    "EndReceipt",
    "Event",
    "Feeder",
    "FiledAnswers",
    "FilingSequence",
    "FlowChoice",
    "FlowStudy",
    "FlowStudyContent",
    "FlowStudyFile",
    "Generator",
    "GeneratorEquipment",
    "GridEntry",
    "GridImport",
    "GridPlacement",
    "GridRefusals",
    "Guarantee",
    "GuaranteeEvent",
    "GuaranteeRenewal",
    "HistoricImport",
    "HistoricRequest",
    "Holder",
    "HolderAccess",
    "HolderCode",
    "Holiday",
    "HolidayChange",
    "HolidayMove",
    "ImproperPause",
    "Inspection",
    "InspectionReason",
    "InspectionReport",
    "InspectionReportContent",
    "InspectionReportFile",
    "NoteText",
    "Opinion",
    "OpinionContent",
    "OpinionFile",
    "Pending",
    "PendingNotice",
    "ProjectPart",
    "ReceiptFile",
    "RegistrationCheck",
    "ResponsibleProfessional",
    "ReviewItem",
    "StudyRequest",
    "Substation",
    "SubstationProject",
    "SubstationProjectAnswer",
    "SubstationProjectFile",
    "SubstationProjectReason",
    "Suspension",
    "TechnicianChange",
    "TechnicianChangeEvent",
    "Transformer",
    "WorksNotice",
]
