"""Tables of the requests app, one concept a file."""

from requests_app.models.access_request import AccessRequest, FilingSequence
from requests_app.models.allocation import AllocationList
from requests_app.models.attachment import Attachment, DeclarationAcceptance, ReceiptFile
from requests_app.models.clock import ClockEntry, Deadline
from requests_app.models.contact_change import ContactChange, ContactChangeEvent
from requests_app.models.customer import CustomerAccount, CustomerCheck, CustomerImport
from requests_app.models.event import DisclosureEvent, Event
from requests_app.models.filed_answers import FiledAnswers
from requests_app.models.holder import Holder, HolderAccess, HolderCode
from requests_app.models.holiday import Holiday, HolidayChange, HolidayMove
from requests_app.models.opinion import Opinion, OpinionContent, OpinionFile
from requests_app.models.pending import Pending, PendingNotice
from requests_app.models.professional import RegistrationCheck, ResponsibleProfessional
from requests_app.models.project import ConsumerUnit, Generator, GeneratorEquipment
from requests_app.models.review_item import ReviewItem

__all__ = [
    "AccessRequest",
    "AllocationList",
    "Attachment",
    "ClockEntry",
    "ConsumerUnit",
    "ContactChange",
    "ContactChangeEvent",
    "CustomerAccount",
    "CustomerCheck",
    "CustomerImport",
    "Deadline",
    "DeclarationAcceptance",
    "DisclosureEvent",
    "Event",
    "FiledAnswers",
    "FilingSequence",
    "Generator",
    "GeneratorEquipment",
    "Holder",
    "HolderAccess",
    "HolderCode",
    "Holiday",
    "HolidayChange",
    "HolidayMove",
    "Opinion",
    "OpinionContent",
    "OpinionFile",
    "Pending",
    "PendingNotice",
    "ReceiptFile",
    "RegistrationCheck",
    "ResponsibleProfessional",
    "ReviewItem",
]
