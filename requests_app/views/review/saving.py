"""Saving what the analyst posted for one document: each item by itself, so that one refusal loses nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from eligibility.domain.findings import Finding, Refused
from portal.accounts.roles import Actor
from requests_app.forms.review import VERDICTS, ItemForm
from requests_app.models import ReviewItem
from requests_app.services.review.reading import DocumentRow, ItemRow
from requests_app.services.review.verdicts import StaleReview, save_verdict

_COLOURS = {"meets": "green", "fails": "red", "not_applicable": "grey"}
_NO_LONGER_MINE = ("claimed_by_actor", "round_over")


@dataclass
class ItemPage:
    """One item on the page: what is known of it, its form, and after a save what stands in the way."""

    row: ItemRow
    form: ItemForm
    saved: ReviewItem | None = None
    """The row in the database, when somebody saved it since the page was loaded."""
    problem: str = ""

    @property
    def verdicts(self) -> list[tuple[str, str, str]]:
        """(colour, control, label) of each choice; the first control carries the problem, if any."""
        found: list[tuple[str, str, str]] = []
        for radio in self.form["verdict"]:
            if self.form.errors.get("verdict") and not found:
                radio.data["attrs"] |= {
                    "aria-describedby": f"id_{self.form.prefix}-verdict_error",
                    "aria-invalid": "true",
                }
            found.append((_COLOURS[str(radio.data["value"])], radio.tag(), str(radio.choice_label)))
        return found

    @property
    def verdict_label(self) -> str:
        return VERDICTS.get(self.row.item.verdict, "Sem veredito")

    @property
    def verdict_colour(self) -> str:
        return _COLOURS.get(self.row.item.verdict, "grey")

    @property
    def problems(self) -> list[Finding]:
        """Every problem with the control it is about, for the summary."""
        found = self.form.problems()
        if self.problem:
            found.append((f"{self.form.prefix}-reason_code", self.problem))
        return [Finding(code="item", message=message, field=target) for target, message in found]

    @property
    def is_left(self) -> bool:
        """Whether the item still has no verdict after this save."""
        posted = self.form.data.get(self.form.add_prefix("verdict"))
        return not (posted or self.row.item.verdict)

    @property
    def typed_rows(self) -> list[dict[str, str]]:
        typed = self.form.typed()
        return _rows(typed["verdict"], typed["what"], typed["how_to_fix"], typed["page"])

    @property
    def saved_rows(self) -> list[dict[str, str]]:
        item = self.saved or self.row.item
        return _rows(item.verdict, item.what, item.how_to_fix, str(item.page or ""))

    @property
    def resend(self) -> list[tuple[str, str]]:
        """Name and value of every field that sends this text again, now over the saved version."""
        current = self.saved or self.row.item
        typed = self.form.typed() | {"version": str(current.version), "seen": ""}
        return [(self.form.add_prefix(name), value) for name, value in typed.items()]


def _rows(verdict: str, what: str, how_to_fix: str, page: str) -> list[dict[str, str]]:
    return [
        {"label": "Veredito", "value": VERDICTS.get(verdict, "Sem veredito")},
        {"label": "O que o técnico vai ler", "value": what or "em branco"},
        {"label": "Como corrigir", "value": how_to_fix or "em branco"},
        {"label": "Página", "value": page or "nenhuma"},
    ]


def item_pages(document: DocumentRow, data: Mapping[str, str] | None = None) -> list[ItemPage]:
    """The items of a document with their forms, bound when there is something posted."""
    return [ItemPage(row, ItemForm(row.item, row.criterion, row.number, data)) for row in document.rows]


def fill_reason(pages: list[ItemPage], item_id: str) -> list[ItemPage]:
    """The same page with the chosen ready reason written into that item; nothing is saved."""
    filled = []
    for page in pages:
        typed: dict[str, str] = page.form.typed() if page.form.is_posted else {}
        problem = ""
        if str(page.row.item.pk) == item_id:
            reason = next(
                (r for r in page.row.criterion.canned_reasons if r.code == typed["reason_code"]), None
            )
            if reason is None:
                problem = f"Item {page.row.number}: escolha um motivo pronto da lista."
            else:
                typed |= {"verdict": "fails", "what": reason.text, "how_to_fix": reason.how_to_fix}
        form = ItemForm(page.row.item, page.row.criterion, page.row.number, initial=typed)
        filled.append(ItemPage(page.row, form, problem=problem))
    return filled


def merge_texts(pages: list[ItemPage]) -> list[ItemPage]:
    """The same page with both texts of each posted item, one under the other, to be revised; nothing is saved."""
    merged = []
    for page in pages:
        typed: dict[str, str] = page.form.typed() if page.form.is_posted else {}
        for name in ("what", "how_to_fix"):
            if typed:
                typed[name] = "\n".join(
                    dict.fromkeys(t for t in (typed[name], getattr(page.row.item, name)) if t)
                )
        if typed:
            typed |= {"version": str(page.row.item.version), "seen": ""}
        form = ItemForm(page.row.item, page.row.criterion, page.row.number, initial=typed)
        merged.append(ItemPage(page.row, form))
    return merged


@dataclass
class Saved:
    """How a save ended: what clashed with somebody else's, and whether something needs another look."""

    conflicts: list[ItemPage] = field(default_factory=list)
    has_problems: bool = False
    refusal: str = ""


def save_items(pages: list[ItemPage], *, actor: Actor, now: datetime) -> Saved:
    """Save every touched item with a verdict. Untouched ones are left alone, so they never clash."""
    outcome = Saved()
    for page in pages:
        if page.form.is_untouched:
            continue
        if not page.form.is_valid():
            outcome.has_problems = True
            continue
        _save_one(page, outcome, actor, now)
    return outcome


def _save_one(page: ItemPage, outcome: Saved, actor: Actor, now: datetime) -> None:
    given = page.form.cleaned_data
    if not given["verdict"] and not (given.get("what") or given.get("how_to_fix")):
        return
    try:
        save_verdict(
            item_id=page.row.item.pk,
            verdict=given["verdict"] or "?",
            what=given.get("what") or "",
            how_to_fix=given.get("how_to_fix") or "",
            reason_code=given.get("reason_code") or "",
            page=given.get("page"),
            base_version=given["version"],
            actor=actor,
            now=now,
        )
    except StaleReview as stale:
        page.saved = stale.saved
        outcome.conflicts.append(page)
    except Refused as refused:
        if refused.code in _NO_LONGER_MINE:
            outcome.refusal = refused.message
            outcome.conflicts.append(page)
            return
        outcome.has_problems = True
        for finding in refused.findings:
            page.form.add_error(finding.field if finding.field in page.form.fields else None, finding.message)
