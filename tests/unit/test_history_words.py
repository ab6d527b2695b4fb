"""History in words: every action has a sentence, and codes never reach the reader."""

from datetime import date
from typing import Any

import pytest

from requests_app.domain.history import what_happened
from requests_app.domain.lifecycle import Action

ON = date(2026, 11, 23)
DATA: dict[Action, dict[str, Any]] = {
    Action.FILE: {"filing_number": "GD-2026-000001-1", "sha256": ["a" * 64]},
    Action.SEND_PENDINGS: {"round": 1, "count": 3, "criteria": ["diagram_complete"]},
    Action.ANSWER_PENDINGS: {"round": 1, "arrived_at": "2026-11-23T02:30:00+00:00"},
    Action.PAUSE_CLOCK: {"reason": "pause.art64_other_utility_or_ons"},
    Action.SUSPEND_WORKS: {"reason": "pause.works_licence"},
    Action.APPROVE: {"opinion_number": "PA-2026-000001-9", "outcome": "favourable", "reasons": 0},
    Action.APPROVE_WITH_WORKS: {
        "opinion_number": "PA-2026-000001-9",
        "outcome": "favourable_with_works",
        "reasons": 0,
    },
    Action.DENY: {"opinion_number": "PA-2026-000001-9", "outcome": "not_approved", "reasons": 1},
}


@pytest.mark.parametrize("action", Action)
def test_every_action_reads_as_a_sentence(action: Action) -> None:
    text = what_happened(action, DATA.get(action, {}), ON)
    assert text.endswith(".")
    assert not [sign for sign in ("_", "pause.", "None", "  ") if sign in text]


def test_counts_agree_with_their_nouns() -> None:
    assert what_happened(Action.FILE, DATA[Action.FILE], ON).endswith("com 1 arquivo.")
    assert what_happened(Action.SEND_PENDINGS, {"count": 1, "round": 2}, ON).startswith(
        "1 correção pedida, de uma vez"
    )
    assert what_happened(Action.DENY, DATA[Action.DENY], ON).endswith("não aprovado, com 1 motivo.")


def test_the_arrival_is_told_in_brazilian_time() -> None:
    assert "dom., 22/11/2026, 23:30:00" in what_happened(
        Action.ANSWER_PENDINGS, DATA[Action.ANSWER_PENDINGS], ON
    )


def test_works_change_the_term_by_the_rulebook() -> None:
    assert "de 15 para 30 dias" in what_happened(Action.REQUIRE_WORKS, {}, ON)
