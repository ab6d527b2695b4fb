"""The reviewers' own notes on a request: read and added in any state, never shown to anybody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.http import actor_of, for_roles
from requests_app.forms.endings import NoteForm
from requests_app.services.review.notes import notes_of, write_note
from requests_app.views.review.door import REVIEWERS, case_context, open_case


@for_roles(*REVIEWERS)
@require_http_methods(["GET", "POST"])
def review_notes(request: HttpRequest, filing_number: str) -> HttpResponse:
    """The notes, newest first, and the form for one more."""
    access_request = open_case(request, filing_number)
    actor, now = actor_of(request), timezone.now()
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        write_note(access_request_id=access_request.pk, text=form.cleaned_data["text"], actor=actor, now=now)
        messages.success(request, "Anotação guardada.")
        return redirect("review_notes", filing_number=filing_number)
    context = case_context(access_request, actor, now, current="Anotações") | {
        "form": form,
        "notes": list(notes_of(access_request.pk)),
    }
    return render(request, "requests_app/review/notes.html", context, status=422 if form.is_bound else 200)
