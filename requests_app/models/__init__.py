"""Tables of the requests app, one concept a file."""

from requests_app.models.access_request import AccessRequest, FilingSequence
from requests_app.models.attachment import Attachment, DeclarationAcceptance, ReceiptFile
from requests_app.models.clock import ClockEntry, Deadline
from requests_app.models.event import DisclosureEvent, Event
from requests_app.models.holder import Holder, HolderAccess, HolderCode
from requests_app.models.holiday import Holiday
from requests_app.models.opinion import Opinion, OpinionContent, OpinionFile
from requests_app.models.pending import Pending, PendingNotice
from requests_app.models.professional import ResponsibleProfessional
from requests_app.models.project import ConsumerUnit, Generator, GeneratorEquipment
from requests_app.models.review_item import ReviewItem

__all__ = [
    "AccessRequest",
    "Attachment",
    "ClockEntry",
    "ConsumerUnit",
    "Deadline",
    "DeclarationAcceptance",
    "DisclosureEvent",
    "Event",
    "FilingSequence",
    "Generator",
    "GeneratorEquipment",
    "Holder",
    "HolderAccess",
    "HolderCode",
    "Holiday",
    "Opinion",
    "OpinionContent",
    "OpinionFile",
    "Pending",
    "PendingNotice",
    "ReceiptFile",
    "ResponsibleProfessional",
    "ReviewItem",
]
