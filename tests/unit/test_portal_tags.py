"""The components of the screens: what a person reads, and what assistive technology is told."""

import gzip
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from eligibility.domain.citation import Citation, Confidence
from eligibility.domain.findings import Finding, Severity
from requests_app.domain.badge import badge_for
from requests_app.domain.calendar import BusinessCalendar, CountingPolicy
from requests_app.domain.clock import ClockEvent, ClockEventKind, Term
from requests_app.domain.deadline import fold
from requests_app.domain.ruler import ruler
from tests.unit.fragments import Tags, rendered

STATIC = Path(settings.BASE_DIR) / "portal" / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


def test_text_of_people_is_escaped() -> None:
    html = rendered(
        "{% tag text %}{% facts facts %}{% tasks tasks %}{% summary rows %}",
        text="<b>x</b>",
        facts=[{"label": "<i>", "value": "<script>"}],
        tasks=[{"title": "<img>", "url": "/a"}],
        rows=[{"label": "L", "value": "<svg>"}],
    )
    assert not {"b", "i", "script", "img", "svg"} & {name for name, _ in Tags(html).found}


def test_an_icon_is_decorative_unless_it_is_named() -> None:
    (plain,) = Tags(rendered('{% icon "clock" %}')).named("svg")
    assert plain["aria-hidden"] == "true"
    (named,) = Tags(rendered('{% icon "clock" label="Prazo" %}')).named("svg")
    assert named["role"] == "img"
    assert named["aria-label"] == "Prazo"


def test_g08_every_badge_carries_words_icon_and_colour() -> None:
    today = date(2026, 3, 24)
    late = badge_for(date(2026, 3, 22), is_paused=False, used_days=17, total_days=15, today=today)
    html = rendered("{% badge badge %}", badge=late)
    assert "Atrasado 2 dias" in html
    assert 'class="tag red"' in html
    assert "#bang" in html
    assert rendered("{% badge none %}", none=None) == ""


def test_every_icon_that_the_domain_names_is_in_the_sprite() -> None:
    from requests_app.domain.badge import BadgeIcon
    from requests_app.domain.situation import SITUATIONS

    sprite = (STATIC / "icons.svg").read_text("utf-8")
    wanted = {str(icon) for icon in BadgeIcon} | {situation.icon for situation in SITUATIONS.values()}
    assert [name for name in sorted(wanted) if f'id="{name}"' not in sprite] == []


def reckoning() -> Any:
    term = Term(
        rule_code="opinion.micro.no_works",
        days=15,
        unit="calendar_days",
        citation_label="REN ANEEL 1.000/2021, art. 64, I",
    )
    events = [
        ClockEvent(kind=ClockEventKind.START, on=date(2026, 11, 23), term=term, reason="Pedido", basis=""),
        ClockEvent(
            kind=ClockEventKind.PAUSE,
            on=date(2026, 11, 27),
            reason="3 correções",
            basis="Lei",
            reason_code="x",
        ),
    ]
    calendar = BusinessCalendar(version="1", extra=())
    return fold(events, cal=calendar, policy=CountingPolicy(), today=date(2026, 12, 2))


def test_the_ruler_is_one_labelled_image_and_the_same_content_as_a_table() -> None:
    view = ruler(reckoning())
    assert view is not None
    html = rendered("{% ruler view %}", view=view)
    (image,) = Tags(html).named("div", role="img")
    assert image["aria-label"] == view.label
    assert html.count('<span class="day') - html.count('aria-hidden="true"><b></b>') == len(view.cells)
    assert html.count("<tr>") == len(view.periods) + 1
    assert "parado, não conta" in html
    assert "depois do prazo" not in html


def test_no_ruler_before_the_clock_starts() -> None:
    assert rendered("{% ruler view %}", view=None).strip() == ""


def test_the_ledger_has_a_row_per_line_with_reason_rule_and_date() -> None:
    lines = reckoning().lines
    html = rendered("{% ledger lines %}", lines=lines)
    assert html.count("<tr") == len(lines) + 1
    assert 'class="now"' in html
    assert 'class="stop"' in html
    assert "REN ANEEL 1.000/2021, art. 64, I" in html
    assert lines[-1].due_text in html


@pytest.mark.parametrize(
    ("arguments", "states"),
    [
        ("2 4", ["run", "run", "ahead today", "ahead"]),
        ("1 3 is_paused=True", ["run", "pause today", "ahead", "ahead"]),
        ("3 2 late_days=2", ["run", "run", "late", "late today"]),
        ("0 1", ["ahead today"]),
    ],
)
def test_the_strip_draws_what_the_stored_columns_say(arguments: str, states: list[str]) -> None:
    html = rendered(f"{{% strip {arguments} %}}")
    assert [attrs["class"] for attrs in Tags(html).named("i")] == states
    assert Tags(html).named("span", **{"aria-hidden": "true"})


def test_the_strip_of_a_long_term_stays_small() -> None:
    assert len(Tags(rendered("{% strip 119 120 %}")).named("i")) == 60


def test_findings_come_blocking_first_and_link_to_the_field() -> None:
    advisory = Finding(code="a", severity=Severity.advisory, message="Confira.", section="unidade")
    blocking = Finding(code="b", message="Falta a potência.", section="geracao", field="power")
    html = rendered(
        "{% findings items links %}",
        items=(advisory, blocking),
        links={"geracao": "/rascunhos/7/geracao", "unidade": "/rascunhos/7/unidade"},
    )
    assert html.index("Falta a potência.") < html.index("Confira.")
    assert Tags(html).named("a", href="/rascunhos/7/geracao#id_power")
    assert Tags(html).named("a", href="/rascunhos/7/unidade")
    assert "Impede o envio" in html


def test_a_citation_that_was_not_checked_says_so() -> None:
    source = Citation(norm="ND-5.30", provision="item 4")
    html = rendered("{% citation c k %}", c=source, k=Confidence.prototype)
    assert Confidence.prototype.label in html
    assert Confidence.verified.label not in rendered("{% citation c k %}", c=source, k=Confidence.verified)


def test_a_rule_is_shown_with_its_number_text_and_norm() -> None:
    html = rendered(
        '{% rule "opinion.micro.works" as works %}{{ works.value }}{% rule_line "pending.cure" %}'
    )
    assert html.startswith("30")
    assert "Lei 14.300/2022, art. 2º, § 4º" in html


def test_the_timeline_says_which_step_is_current_without_colour() -> None:
    steps = [
        {"label": "Pedido", "detail": "qui., 12/03", "state": "done"},
        {"label": "Análise", "detail": "hoje", "state": "current"},
        {"label": "Parecer", "detail": "depois", "state": "future"},
    ]
    html = rendered("{% timeline steps is_wide=True %}", steps=steps)
    assert len(Tags(html).named("li", **{"aria-current": "step"})) == 1
    assert [html.count(word) for word in ("concluída, ", "etapa atual, ", "futura, ")] == [1, 1, 1]


def test_tabs_crumbs_and_pager_are_real_links() -> None:
    html = rendered(
        '{% tabs items %}{% crumbs trail "Prazo" %}{% pager "" "/fila?depois=x" %}',
        items=[
            {"label": "Resumo", "url": "/a", "is_current": True},
            {"label": "Pendências", "url": "/b", "count": 3},
        ],
        trail=[("Painel", "/painel")],
    )
    assert Tags(html).named("a", href="/a", **{"aria-current": "page"})
    assert Tags(html).named("li", **{"aria-current": "page"})
    assert Tags(html).named("a", href="/fila?depois=x", rel="next")
    assert not Tags(html).named("a", rel="prev")


def test_g16_the_save_state_tells_both_times_in_sao_paulo() -> None:
    html = rendered(
        "{% save_state saved %}",
        saved=datetime(2026, 3, 24, 17, 32, tzinfo=UTC),
        session_expires_at=datetime(2026, 3, 24, 18, 40, tzinfo=UTC),
    )
    assert "Salvo às 14:32." in html
    assert "Sua sessão vale até 15h40." in html


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        ("{{ v|kw }}", Decimal("8.200"), "8,2 kW"),
        ("{{ v|kw }}", Decimal("10"), "10 kW"),
        ("{{ v|kw }}", None, ""),
        ("{{ v|decimal_pt }}", Decimal("1284.5"), "1.284,5"),
        ("{{ v|file_size }}", 411_800, "412 kB"),
        ("{{ v|file_size }}", 0, "0 kB"),
        ("{{ v|file_size }}", 1_240_000, "1,2 MB"),
        ("{{ v|file_size }}", 50_000_000, "50 MB"),
        ("{{ v|short_day }}", date(2026, 3, 12), "qui., 12/03"),
        ("{{ v|long_day }}", datetime(2026, 3, 13, 2, 30, tzinfo=UTC), "quinta, 12/03/2026"),
        ("{{ v|moment }}", datetime(2026, 3, 12, 17, 32, tzinfo=UTC), "qui., 12/03/2026, 14:32"),
        ("{{ v|spoken_time }}", datetime(2026, 3, 12, 18, 0, tzinfo=UTC), "15h"),
        ("{{ v|clock_time }}", None, ""),
    ],
)
def test_g22_g23_numbers_and_times_read_as_brazilians_write_them(
    template: str, value: Any, text: str
) -> None:
    assert rendered(template, v=value) == text


def weight_bytes(files: Iterable[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes())) for file in files)


def sheets_of(template: Path) -> set[Path]:
    """The style sheets that a template links."""
    return {STATIC / "css" / name for name in re.findall(r"css/([\w-]+\.css)", template.read_text("utf-8"))}


def test_g17_the_look_of_each_page_stays_within_its_weight() -> None:
    """Every page loads the sheets of its head, and those of its own template."""
    head = TEMPLATES / "layout" / "head.html"
    own = {
        path: sheets_of(path)
        for path in TEMPLATES.rglob("*.html")
        if path != head and "pdf" not in path.parts
    }
    weights = {str(path): weight_bytes(sheets_of(head) | sheets) for path, sheets in own.items()}
    assert {path: weight for path, weight in weights.items() if weight > 15_000} == {}
    assert sheets_of(head).union(*own.values()) == set((STATIC / "css").iterdir()), (
        "a sheet that no page loads"
    )


def test_g17_all_scripts_together_stay_within_their_weight() -> None:
    assert weight_bytes((STATIC / "js").iterdir()) <= 12_000
