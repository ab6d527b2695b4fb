"""The components that every screen is built from: icons, state tags, the day ruler, lists and navigation."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import floatformat
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from eligibility.domain import rulebook
from eligibility.domain.rulebook import Rule
from portal.templatetags import days, form_parts

register = template.Library()

register.filter("short_day", days.short_day)
register.filter("long_day", days.long_day)
register.filter("moment", days.moment)
register.filter("clock_time", days.clock_time)
register.filter("spoken_time", days.spoken_time)
register.simple_tag(form_parts.title_prefix, takes_context=True)
register.inclusion_tag("components/error_summary.html")(form_parts.error_summary)
register.inclusion_tag("components/field.html")(form_parts.field)
register.inclusion_tag("components/fields.html")(form_parts.fields)

_STRIP_CELLS_AT_MOST = 60


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw one icon of the sprite; decorative unless `label` names it. `size` is "" or "l"."""
    css = "icon icon-l" if size == "l" else "icon"
    href = f"{static('icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', css, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', css, href)


@register.simple_tag
def tag(text: str, colour: str = "grey", icon_name: str = "") -> SafeString:
    """State label: words and icon carry the state, colour (grey blue purple amber green red) only helps."""
    drawn = icon(icon_name) if icon_name else mark_safe("")
    return format_html('<span class="tag {}">{}<span>{}</span></span>', colour, drawn, text)


@register.simple_tag
def badge(state: Any) -> SafeString:
    """Same label from anything with `colour`, `icon` and `text` or `label`; nothing for None."""
    if not state:
        return mark_safe("")
    return tag(getattr(state, "text", None) or state.label, state.colour, state.icon)


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Any]) -> dict[str, Any]:
    """Show at most four facts; each has `label`, `value`, and maybe `detail` and `is_yours` (one at most)."""
    return {"facts": list(items)[:4]}


@register.inclusion_tag("components/ruler.html")
def ruler(
    view: Any, title: str = "Régua do prazo", anchor: str = "regua", *, table_open: bool = False
) -> dict[str, Any]:
    """Draw the whole figure of the day ruler: readout, days, key and the same content as a table."""
    return {"ruler": view, "title": title, "anchor": anchor, "table_open": table_open}


@register.simple_tag
def strip(used_days: int, total_days: int, *, is_paused: bool = False, late_days: int = 0) -> SafeString:
    """Draw the ruler at list size from stored columns; decorative, so always beside a deadline badge."""
    total = max(1, min(total_days, _STRIP_CELLS_AT_MOST))
    used = max(0, min(used_days, total))
    late = max(0, min(late_days, 10))
    states = ["run"] * used + ["ahead"] * (total - used) + ["late"] * late
    if is_paused:
        states.insert(used, "pause")
    now = len(states) - 1 if late else min(used, len(states) - 1)
    cells = ((f"{state} today" if place == now else state,) for place, state in enumerate(states))
    return format_html(
        '<span class="strip" aria-hidden="true">{}</span>', format_html_join("", '<i class="{}"></i>', cells)
    )


@register.inclusion_tag("components/timeline.html")
def timeline(steps: Iterable[Any], *, is_wide: bool = False) -> dict[str, Any]:
    """Show steps: `label`, `detail`, `state` (done, current, future, plain) and maybe `body`, `icon`."""
    return {"steps": steps, "is_wide": is_wide}


@register.inclusion_tag("components/ledger.html")
def ledger(lines: Iterable[Any], caption: str = "") -> dict[str, Any]:
    """Show the extrato do prazo: one row per line of the fold, with reason, basis and the date it leaves."""
    return {"lines": lines, "caption": caption}


@register.inclusion_tag("components/tasks.html")
def tasks(items: Iterable[Any], empty: str = "Nada por aqui.") -> dict[str, Any]:
    """Work list; each has `title`, `url` and maybe `meta`, `detail`, `badge`, `strip` (its arguments)."""
    return {"items": list(items), "empty": empty}


@register.inclusion_tag("components/summary.html")
def summary(rows: Iterable[Any]) -> dict[str, Any]:
    """Label and value pairs: `label`, `value`, and maybe `detail`, `change_url`, `change_label`."""
    return {"rows": rows}


@register.inclusion_tag("components/findings.html")
def findings(items: Iterable[Any], links: Mapping[str, str] | None = None) -> dict[str, Any]:
    """List the findings of a check with their citations; `links` maps a section to the page that mends it."""
    rows = [
        {"finding": item, "url": _finding_url(item, links or {})}
        for item in sorted(items, key=lambda item: not item.is_blocking)
    ]
    return {"rows": rows}


def _finding_url(item: Any, links: Mapping[str, str]) -> str:
    page = links.get(item.section or "", "")
    return f"{page}#id_{item.field}" if page and item.field else page


@register.inclusion_tag("components/citation.html")
def citation(source: Any, confidence: Any = None) -> dict[str, Any]:
    """Say which norm stands behind a number, and how far the reading was checked; nothing for None."""
    return {"citation": source, "confidence": confidence}


@register.simple_tag
def rule(code: str, on: date | None = None) -> Rule:
    """The rule in force today (or `on`), for `{% rule "opinion.micro.works" as works %}`; LookupError if none."""
    return rulebook.rule(code, on=on or timezone.localdate())


@register.inclusion_tag("components/rule.html")
def rule_line(code: str) -> dict[str, Any]:
    """One rule in plain words with its citation and how far it was checked."""
    return {"rule": rule(code)}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "Partes do pedido") -> dict[str, Any]:
    """Sub-pages as real links; each has `label`, `url`, and maybe `is_current`, `count`, `icon`."""
    return {"tabs": items, "label": label}


@register.inclusion_tag("components/crumbs.html")
def crumbs(items: Sequence[tuple[str, str]], current: str) -> dict[str, Any]:
    """Trail of (label, url) pairs that ends in the current page's name."""
    return {"crumbs": items, "current": current}


@register.inclusion_tag("components/pager.html")
def pager(
    previous_url: str = "", next_url: str = "", text: str = "", label: str = "Páginas"
) -> dict[str, Any]:
    """Links to the page before and after (keyset paging has no numbers)."""
    return {"previous_url": previous_url, "next_url": next_url, "text": text, "label": label}


@register.inclusion_tag("components/save_state.html", takes_context=True)
def save_state(context: Mapping[str, Any], saved_at: Any = None) -> dict[str, Any]:
    """Say when the draft was saved and until when the session lasts; autosave.js keeps it true."""
    return {"saved_at": saved_at, "session_expires_at": context.get("session_expires_at")}


@register.simple_block_tag
def note(content: str, colour: str = "", icon_name: str = "", role: str = "") -> SafeString:
    """Frame a notice: `{% note "amber" "warn" %}…{% endnote %}`; no colour means plain information."""
    drawn = format_html("{} ", icon(icon_name)) if icon_name else mark_safe("")
    attribute = format_html(' role="{}"', role) if role else mark_safe("")
    return format_html('<div class="note {}"{}>{}{}</div>', colour, attribute, drawn, content)


@register.filter
def decimal_pt(value: Decimal | float | str | None, places: int = -3) -> str:
    """Write a number as Brazilians read it: 8.20 becomes 8,2; negative `places` drops trailing zeros."""
    if value is None or value == "":
        return ""
    text = floatformat(value, f"{places}g") if places >= 0 else floatformat(value, f"{-places}g")
    return text.rstrip("0").rstrip(",") if places < 0 and "," in text else text


@register.filter
def kw(value: Decimal | float | str | None) -> str:
    """Write a power in kilowatts, e.g. `8,2 kW`; empty for None."""
    return f"{decimal_pt(value)} kW" if value is not None and value != "" else ""


@register.filter
def file_size(size_bytes: int | None) -> str:
    """Write a size as people read it: `412 kB`, `1,2 MB`, decimal units."""
    if size_bytes is None:
        return ""
    if size_bytes < 1_000_000:
        return f"{max(1 if size_bytes else 0, round(size_bytes / 1000))} kB"
    return f"{decimal_pt(Decimal(size_bytes) / 1_000_000, 1).removesuffix(',0')} MB"
