"""Two thousand calls drawn from the API's own document, good and bad, and not one of them a server error."""

import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from eligibility.api.endpoints import PerAccount, PerAddress
from portal.wsgi import application
from requests_app.api.tokens import PerAddressAtTheDoor
from requests_app.domain.lifecycle import State
from requests_app.models import AccessRequest
from requests_app.services.filing.drafts import create_draft
from tests.api import SECTIONS, Caller
from tests.factories import make_analyst, make_technician, publish_checklist
from tests.stages import request_in

ENOUGH_CALLS = 2000
EACH = 28
"""Every operation is asked so many times with good values, and as often with bad ones."""
SEED = 20261121
STATES = (
    State.RECEIVED,
    State.CHECKING,
    State.ANALYSIS,
    State.WORKS_STUDY,
    State.PENDING,
    State.CORRECTED,
    State.APPROVED,
)


class Target:
    """Rows that the calls aim at, in many states, so that most calls get past the address and the door."""

    def __init__(self) -> None:
        publish_checklist()
        self.technician, analyst = make_technician(), make_analyst()
        self.callers = {"Análise": Caller(analyst), "": Caller(self.technician)}
        at = timezone.now() - timedelta(minutes=5)
        filed = [request_in(state, technician=self.technician, analyst=analyst, at=at) for state in STATES]
        self.parameters: dict[str, list[Any]] = {
            "filing_number": [row.filing_number for row in filed],
            "document_code": ["single_line_diagram", "design_report"],
            "section": list(SECTIONS),
            "criterion_code": [item.criterion_code for item in filed[1].review_items.all()],
            "number": [1],
        }
        self.chance = random.Random(SEED)

    def draft(self) -> str:
        """A draft that is still there: some of the calls throw it away."""
        rows = AccessRequest.objects.filter(state=State.DRAFT.value, draft_version__lt=200)
        return str((rows.first() or create_draft(actor=self.technician.as_actor())).public_id)

    def aim(self, case: Any) -> None:
        known = {**self.parameters, "public_id": [self.draft()]}
        for name in known.keys() & (case.path_parameters or {}).keys():
            if self.chance.random() < 0.75:
                case.path_parameters[name] = self.chance.choice(known[name])
        if self.chance.random() < 0.95:
            fitting = self.callers.get(case.operation.tags[0], self.callers[""])
            caller = (
                fitting if self.chance.random() < 0.8 else self.chance.choice(list(self.callers.values()))
            )
            case.headers = {
                **(case.headers or {}),
                "Authorization": caller.client.defaults["HTTP_AUTHORIZATION"],
            }


def read_whole(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The portal behind a server that reads and closes what it is given, which this test's client does not."""
    response = application(environ, start_response)
    try:
        return [b"".join(response)]
    finally:
        response.close()


def operations() -> Iterator[Any]:
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", read_whole)
    for found in document.get_all_operations():
        assert isinstance(found, Ok)
        yield found.ok()


def test_two_thousand_calls_drawn_from_the_document_give_no_server_error(
    committing_db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for throttle in (PerAccount, PerAddress, PerAddressAtTheDoor):
        monkeypatch.setattr(throttle, "rate", "1000000/min", raising=False)
    target = Target()
    statuses: dict[int, int] = {}
    failures: list[str] = []

    def call(case: Any) -> None:
        target.aim(case)
        response = case.call()
        statuses[response.status_code] = statuses.get(response.status_code, 0) + 1
        if response.status_code >= 500:
            failures.append(f"{case.method} {case.formatted_path} {str(case.body)[:300]}")

    for operation in operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            run = given(case=operation.as_strategy(generation_mode=mode))(call)
            # An address without parameters or body can be called in no wrong way.
            with suppress(Unsatisfiable):
                settings(
                    max_examples=EACH,
                    derandomize=True,
                    database=None,
                    deadline=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                )(run)()
    assert not failures, failures[:5]
    assert sum(statuses.values()) >= ENOUGH_CALLS, statuses
    # The calls went in, and not only to be turned away at the door.
    assert {200, 201, 400, 401, 403, 404, 409} <= statuses.keys(), statuses
    assert sum(statuses[status] for status in (200, 201, 400, 409)) > ENOUGH_CALLS / 4, statuses
