"""What the page of reverse flow says where no study was made: it is ahead only while the opinion is."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.integration.case_reading import as_user
from tests.integration.flow_room import holder_of, room
from tests.integration.review_room import words
from tests.life_case import new_case
from tests.life_steps import bring_to, do

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("America/Sao_Paulo"))
pytestmark = pytest.mark.django_db


def test_a_study_is_promised_only_before_the_opinion() -> None:
    case = bring_to(new_case(), "analysis", NOW)
    readers = (
        (as_user(case.technician), room(case, "/fluxo")),
        (holder_of(case), room(case, "/fluxo", "/titular")),
    )
    for client, page in readers:
        assert "Ainda não há estudo." in words(client.get(page))
    do(case, "approve", NOW)
    for client, page in readers:
        said = words(client.get(page))
        assert "Ainda não há estudo." not in said
        assert "Neste pedido não houve estudo de inversão de fluxo." in said
