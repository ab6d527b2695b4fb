"""What beat calls and how often; a message that nobody took expires, because the next one brings the same work."""

from typing import Any, Final

BEAT_SCHEDULE: Final[dict[str, dict[str, Any]]] = {
    "deliver-outbox": {
        "task": "portal.outbox.tasks.deliver_due",
        "schedule": 2.0,
        "options": {"expires": 10},
    },
    "sweep-deadlines": {
        "task": "requests_app.tasks.sweep_deadlines",
        "schedule": 60.0,
        "options": {"expires": 50},
    },
    "go-on-with-grid-imports": {
        "task": "requests_app.tasks.go_on_with_grid_imports",
        "schedule": 5.0,
        "options": {"expires": 10},
    },
    "remind-of-drafts": {
        "task": "requests_app.tasks.remind_of_drafts",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "announce-rules": {
        "task": "eligibility.tasks.announce_rules",
        "schedule": 300.0,
        "options": {"expires": 250},
    },
}
