"""The library of norms, manuals and models: who puts what in, what holds today, what came before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from documents.domain.file_types import FileType
from documents.domain.sheet_wording import MEGABYTE
from documents.inspection import InspectedFile, inspect_upload
from documents.models import LibraryChange, LibraryDocument, LibraryVersion, StoredFile
from documents.services.files import keep_inspected
from eligibility.domain.findings import Refused, refuse
from eligibility.domain.guidance.finding import is_found
from eligibility.domain.rulebook import rule
from portal.accounts.models import User
from portal.accounts.roles import Actor

LONGEST_SLUG = 95
"""Room is left for a number behind it."""
ACCEPTED = frozenset({FileType.PDF})


@dataclass(frozen=True)
class Words:
    """What a document is called."""

    kind: str
    title: str
    number: str = ""


@dataclass(frozen=True)
class Facts:
    """What is said of one version: its name, since when it holds, where it was taken from."""

    label: str
    valid_from: date
    source_url: str = ""


@dataclass(frozen=True)
class Edition:
    """One version as it comes in: what is said of it, and the file."""

    facts: Facts
    file: BinaryIO
    file_name: str


@dataclass(frozen=True)
class Shelf:
    """One document with its versions as of a day; `coming` and `past` begin with the newest."""

    document: LibraryDocument
    in_force: LibraryVersion | None
    coming: tuple[LibraryVersion, ...]
    past: tuple[LibraryVersion, ...]
    corrected: tuple[LibraryVersion, ...]
    """What was mistyped and stands right in another version."""

    @property
    def versions(self) -> tuple[LibraryVersion, ...]:
        """Every version that counts, the newest day first."""
        return (*self.coming, *((self.in_force,) if self.in_force else ()), *self.past)


def shelves(today: date, *, query: str = "", is_withdrawn: bool = False) -> list[Shelf]:
    """The documents by title that hold every word of the query; the withdrawn ones only when asked for. Two statements."""
    found = _with_versions().filter(withdrawn_at__isnull=not is_withdrawn)
    rows = [_shelf(document, today) for document in found.order_by("title", "number", "pk")]
    return [shelf for shelf in rows if is_found(query, _searched(shelf))]


def shelf_of(slug: str, today: date) -> Shelf:
    """One document. Raises LibraryDocument.DoesNotExist."""
    return _shelf(_with_versions().get(slug=slug), today)


def names_behind(shelf: Shelf, changes: Sequence[LibraryChange]) -> Mapping[int, str]:
    """Full names of the people behind the versions and changes, by account."""
    people = {each.published_by_id for each in (*shelf.versions, *shelf.corrected)} | {
        each.by_id for each in changes
    }
    return dict(User.objects.filter(pk__in=people).values_list("pk", "full_name"))


def add_document(words: Words, edition: Edition, *, actor: Actor, now: datetime) -> LibraryDocument:
    """A new document with its first version.

    Raises Refused: `library.there` when one is already called so, and what the file's inspection says.
    """
    slug = _free_slug(words)
    inspected = _inspected(edition, timezone.localdate(now))
    try:
        with transaction.atomic():
            document = LibraryDocument.objects.create(
                slug=slug, kind=words.kind, title=words.title, number=words.number
            )
            _publish(document, edition.facts, _keep(document, edition, inspected, actor), actor, now)
    except IntegrityError as error:
        raise _there() from error
    return document


def add_version(document_id: int, edition: Edition, *, actor: Actor, now: datetime) -> LibraryVersion:
    """A new version of a document; the ones before stay. Raises Refused, also for a file that is already there."""
    inspected = _inspected(edition, timezone.localdate(now))
    with transaction.atomic():
        document = _locked(document_id)
        if document.withdrawn_at is not None:
            raise refuse("library.withdrawn", "Este documento foi retirado. Ponha-o de volta antes.")
        same = document.versions.filter(stored_file__sha256=inspected.sha256).first()
        if same is not None:
            raise refuse(
                "library.same_file",
                f"Este mesmo arquivo já está aqui, na versão “{same.label}”. Se um dado dela está errado, corrija-o.",
                field="file",
            )
        return _publish(document, edition.facts, _keep(document, edition, inspected, actor), actor, now)


def correct_version(version_id: int, facts: Facts, *, actor: Actor, now: datetime) -> LibraryVersion:
    """The same file under a right name, date or source; nothing is written when nothing differs.

    Raises Refused for a version that another press has corrected already.
    """
    version = LibraryVersion.objects.select_related("stored_file").get(pk=version_id)
    with transaction.atomic():
        document = _locked(version.document_id)
        if LibraryVersion.objects.filter(corrects=version).exists():
            raise refuse("library.corrected", "Esta versão já foi corrigida. Veja a lista de versões.")
        if facts == Facts(version.label, version.valid_from, version.source_url):
            return version
        return _publish(document, facts, version.stored_file, actor, now, corrects=version)


def correct(document_id: int, words: Words, *, actor: Actor, now: datetime) -> None:
    """Other words for the same document, at the same address; nothing is written when nothing differs."""

    def change(document: LibraryDocument) -> tuple[LibraryChange.What, str] | None:
        before = Words(document.kind, document.title, document.number)
        if before == words:
            return None
        told = f"Antes: {document.get_kind_display()}, {document.full_title}"
        document.kind, document.title, document.number = words.kind, words.title, words.number
        return LibraryChange.What.CORRECTED, told

    _change(document_id, change, actor=actor, now=now)


def withdraw(document_id: int, reason: str, *, actor: Actor, now: datetime) -> None:
    """Out of the public library, with every version; a second press changes nothing."""

    def change(document: LibraryDocument) -> tuple[LibraryChange.What, str] | None:
        if document.withdrawn_at is not None:
            return None
        document.withdrawn_at, document.withdrawn_reason = now, reason
        return LibraryChange.What.WITHDRAWN, reason

    _change(document_id, change, actor=actor, now=now)


def put_back(document_id: int, *, actor: Actor, now: datetime) -> None:
    """Into the public library again; a second press changes nothing."""

    def change(document: LibraryDocument) -> tuple[LibraryChange.What, str] | None:
        if document.withdrawn_at is None:
            return None
        document.withdrawn_at, document.withdrawn_reason = None, ""
        return LibraryChange.What.PUT_BACK, ""

    _change(document_id, change, actor=actor, now=now)


Change = Callable[[LibraryDocument], tuple[LibraryChange.What, str] | None]


@transaction.atomic
def _change(document_id: int, change: Change, *, actor: Actor, now: datetime) -> None:
    document = _locked(document_id)
    told = change(document)
    if told is None:
        return
    document.save()
    what, words = told
    LibraryChange.objects.create(
        document=document, what=what, words=words[:300], by_id=actor.account_id, at=now
    )


def _free_slug(words: Words) -> str:
    """Number and title as an address; numbered when another document began alike or was once called so."""
    whole = _slug(words)
    if not whole:
        raise refuse("library.no_letters", "Escreva um título com letras ou números.", field="title")
    known = [
        (row.slug, _slug(Words(row.kind, row.title, row.number))) for row in LibraryDocument.objects.all()
    ]
    if any(whole == called for _, called in known):
        raise _there()
    start, taken = whole[:LONGEST_SLUG].strip("-"), {slug for slug, _ in known}
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (start, *numbered) if slug not in taken)


def _slug(words: Words) -> str:
    return slugify(f"{words.number} {words.title}".replace("/", "-"))


def _there() -> Refused:
    return refuse(
        "library.there",
        "A biblioteca já tem um documento com este número e título. Abra-o e envie uma nova versão.",
        field="title",
    )


def _locked(document_id: int) -> LibraryDocument:
    return LibraryDocument.objects.select_for_update().get(pk=document_id)


def _with_versions() -> QuerySet[LibraryDocument]:
    versions = LibraryVersion.objects.select_related("stored_file").order_by("-valid_from", "-number")
    return LibraryDocument.objects.prefetch_related(Prefetch("versions", versions))


def _shelf(document: LibraryDocument, today: date) -> Shelf:
    rows = list(document.versions.all())
    replaced = {row.corrects_id for row in rows}
    versions = [row for row in rows if row.pk not in replaced]
    in_force = next((version for version in versions if version.valid_from <= today), None)
    coming = tuple(version for version in versions if version.valid_from > today)
    past = tuple(version for version in versions if version.valid_from <= today and version != in_force)
    corrected = tuple(row for row in rows if row.pk in replaced)
    return Shelf(document=document, in_force=in_force, coming=coming, past=past, corrected=corrected)


def _searched(shelf: Shelf) -> tuple[str, ...]:
    document = shelf.document
    labels = (version.label for version in shelf.versions)
    return (document.title, document.number, document.get_kind_display(), *labels)


def _inspected(edition: Edition, on: date) -> InspectedFile:
    return inspect_upload(
        edition.file,
        declared_name=edition.file_name,
        accepted=ACCEPTED,
        max_bytes=rule("upload.default.max_mb", on).as_int() * MEGABYTE,
        max_pages=rule("upload.default.max_pages", on).as_int(),
        field="file",
    )


def _keep(document: LibraryDocument, edition: Edition, inspected: InspectedFile, actor: Actor) -> StoredFile:
    return keep_inspected(
        file=edition.file,
        inspected=inspected,
        # The sender's own name of the file tells a reader nothing and may tell who made it.
        original_name=f"{document.slug}-{document.versions.count() + 1}.pdf",
        stored_by_id=actor.account_id,
        purpose=StoredFile.Purpose.LIBRARY,
    )


def _publish(
    document: LibraryDocument,
    facts: Facts,
    stored_file: StoredFile,
    actor: Actor,
    now: datetime,
    *,
    corrects: LibraryVersion | None = None,
) -> LibraryVersion:
    return LibraryVersion.objects.create(
        document=document,
        number=document.versions.count() + 1,
        label=facts.label,
        valid_from=facts.valid_from,
        source_url=facts.source_url,
        stored_file=stored_file,
        corrects=corrects,
        published_by_id=actor.account_id,
        published_at=now,
    )
