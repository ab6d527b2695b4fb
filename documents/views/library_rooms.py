"""The admins' room of the library: put a document in, replace it by a new version, correct, withdraw, put back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.forms.library import EditionForm, FactsForm, NewDocumentForm, WithdrawForm, WordsForm
from documents.models import LibraryDocument
from documents.services.library import (
    Shelf,
    add_document,
    add_version,
    correct,
    correct_version,
    names_behind,
    put_back,
    shelves,
    withdraw,
)
from documents.views.checklist_door import HOME
from documents.views.library import shelf_or_404
from eligibility.domain.findings import Refused
from portal.accounts.roles import Role
from portal.http import actor_of, for_roles

_FOLDER = "documents/library_room"
_ROOM = ("Normas, manuais e modelos", "/admin/normas")


@for_roles(Role.ADMIN)
@require_safe
def library_room(request: HttpRequest) -> HttpResponse:
    """What readers see, and what was withdrawn."""
    today = timezone.localdate()
    context = {
        "shelves": shelves(today),
        "withdrawn": shelves(today, is_withdrawn=True),
        "crumbs": [HOME],
    }
    return render(request, f"{_FOLDER}/room.html", context)


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def library_new(request: HttpRequest) -> HttpResponse:
    """A new document with its first version."""
    form = NewDocumentForm(request.POST, request.FILES) if request.method == "POST" else NewDocumentForm()
    if form.is_bound and form.is_valid():
        try:
            document = add_document(form.words(), form.edition(), actor=actor_of(request), now=timezone.now())
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, f"{document.full_title} está na biblioteca.")
            return redirect("library_room_document", library_slug=document.slug)
    return _form_page(request, "new.html", form, {"crumbs": [HOME, _ROOM]})


@for_roles(Role.ADMIN)
@require_safe
def library_room_document(request: HttpRequest, library_slug: str) -> HttpResponse:
    """One document: its versions with who published each, and what was changed since."""
    shelf = shelf_or_404(library_slug)
    changes = list(shelf.document.changes.order_by("-id"))
    names = names_behind(shelf, changes)
    context = _context(shelf) | {
        "versions": [
            (version, names.get(version.published_by_id, ""))
            for version in (*shelf.versions, *shelf.corrected)
        ],
        "changes": [(change, names.get(change.by_id, "")) for change in changes],
        "crumbs": [HOME, _ROOM],
    }
    return render(request, f"{_FOLDER}/document.html", context)


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def library_version_new(request: HttpRequest, library_slug: str) -> HttpResponse:
    """A new version in the place of the one in force; the ones before stay readable."""
    shelf = shelf_or_404(library_slug)
    form = EditionForm(request.POST, request.FILES) if request.method == "POST" else EditionForm()
    if form.is_bound and form.is_valid():
        try:
            version = add_version(
                shelf.document.pk, form.edition(), actor=actor_of(request), now=timezone.now()
            )
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, f"A versão “{version.label}” está na biblioteca.")
            return redirect("library_room_document", library_slug=library_slug)
    return _form_page(request, "version.html", form, _context(shelf))


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def library_version_correct(request: HttpRequest, library_slug: str, number: int) -> HttpResponse:
    """A right name, date or source for a version whose file stays."""
    shelf = shelf_or_404(library_slug)
    version = get_object_or_404(shelf.document.versions, number=number)
    form = FactsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "label": version.label,
            "valid_from": version.valid_from,
            "source_url": version.source_url,
        },
    )
    if form.is_bound and form.is_valid():
        try:
            correct_version(version.pk, form.facts(), actor=actor_of(request), now=timezone.now())
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, "Dados da versão corrigidos. O arquivo é o mesmo.")
            return redirect("library_room_document", library_slug=library_slug)
    return _form_page(request, "version_correct.html", form, _context(shelf) | {"version": version})


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def library_correct(request: HttpRequest, library_slug: str) -> HttpResponse:
    """Other words for the same document."""
    shelf = shelf_or_404(library_slug)
    document = shelf.document
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial={"kind": document.kind, "title": document.title, "number": document.number},
    )
    if form.is_bound and form.is_valid():
        correct(document.pk, form.words(), actor=actor_of(request), now=timezone.now())
        messages.success(request, "Dados corrigidos. O endereço do documento continua o mesmo.")
        return redirect("library_room_document", library_slug=library_slug)
    return _form_page(request, "correct.html", form, _context(shelf))


@for_roles(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def library_withdraw(request: HttpRequest, library_slug: str) -> HttpResponse:
    """Out of the public library, with a reason that readers are told."""
    shelf = shelf_or_404(library_slug)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        withdraw(shelf.document.pk, form.cleaned_data["reason"], actor=actor_of(request), now=timezone.now())
        messages.success(request, "Documento retirado. Ninguém mais o baixa.")
        return redirect("library_room_document", library_slug=library_slug)
    return _form_page(request, "withdraw.html", form, _context(shelf))


@for_roles(Role.ADMIN)
@require_POST
def library_put_back(request: HttpRequest, library_slug: str) -> HttpResponse:
    """Into the public library again."""
    put_back(shelf_or_404(library_slug).document.pk, actor=actor_of(request), now=timezone.now())
    messages.success(request, "O documento está de volta na biblioteca.")
    return redirect("library_room_document", library_slug=library_slug)


def _tell(form: forms.Form, refused: Refused) -> None:
    for finding in refused.findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)


def _context(shelf: Shelf) -> dict[str, Any]:
    document: LibraryDocument = shelf.document
    own = reverse("library_room_document", args=[document.slug])
    return {"shelf": shelf, "document": document, "crumbs": [HOME, _ROOM, (document.full_title, own)]}


def _form_page(
    request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, f"{_FOLDER}/{template}", context | {"form": form}, status=status)
