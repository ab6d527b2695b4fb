"""Studies of reverse flow for tests: 50 kW asked for, 20 kW without inversion, complete unless a test takes something away."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from eligibility.domain.vocabulary import TariffGroup
from requests_app.domain.reverse_flow import (
    NETWORK,
    Alternative,
    AnalysisPoint,
    StudiedAlternative,
    Study,
    Window,
)

A = Alternative
BY_ROMAN = {alternative.roman: alternative for alternative in A}
ASKED, MOST = Decimal("50"), Decimal("20")
MIDDAY = Window(weekdays=(0, 1, 2, 3, 4, 5, 6), begins=time(9), ends=time(15), limit_kw=Decimal(20))


def studied(alternative: Alternative, is_viable: bool = True, **more: Any) -> StudiedAlternative:
    """A complete answer: the network takes all that was asked for, a reduction what needs no change."""
    usual: dict[str, Any] = {"alternative": alternative, "is_viable": is_viable, "explanation": "Simulado."}
    if is_viable:
        usual |= {
            "power_kw": ASKED if alternative in NETWORK else MOST,
            "utility_cost_brl": Decimal(1000) if alternative in NETWORK else Decimal(0),
            "applicant_cost_brl": Decimal(500),
            "utility_responsibility": "Fazer a obra.",
            "applicant_responsibility": "Ajustar o inversor.",
        }
        if alternative is A.TIMED_REDUCTION:
            usual["windows"] = (MIDDAY,)
    return StudiedAlternative.model_validate(usual | more)


def study(viable: Mapping[str, bool], **more: Any) -> Study:
    given_ = {
        "asked_kw": ASKED,
        "max_power_kw": MOST,
        "point": AnalysisPoint.FEEDER_BREAKER,
        "group": TariffGroup.b,
        "demonstration": "Fluxo das 12 h de domingo.",
        "alternatives": tuple(studied(BY_ROMAN[roman], is_viable) for roman, is_viable in viable.items()),
    }
    return Study.model_validate(given_ | more)


ALL_VIABLE = dict.fromkeys(BY_ROMAN, True)
NONE_VIABLE = dict.fromkeys(BY_ROMAN, False)
WITHOUT_NETWORK = NONE_VIABLE | {"IV": True, "V": True}
