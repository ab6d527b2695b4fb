"""What each clock is called, and which one matters in each state."""

from requests_app.domain.clock import ClockName
from requests_app.domain.lifecycle import State

CLOCK_TITLES = {
    ClockName.OPINION: "Prazo do parecer",
    ClockName.DOCUMENT_CHECK: "Prazo da conferência dos documentos",
    ClockName.CURE: "Prazo para corrigir",
    ClockName.CONTEST: "Prazo da resposta à contestação",
    ClockName.VALIDITY: "Validade do parecer",
    ClockName.STUDIES: "Prazo da entrega dos estudos",
    ClockName.CONTRACT_DELIVERY: "Prazo da entrega dos contratos",
    ClockName.CONTRACT_RETURN: "Prazo para aceitar os contratos",
    ClockName.PROJECT: "Prazo da análise do projeto da subestação",
    ClockName.WORKS: "Prazo da obra na rede",
    ClockName.INSPECTION: "Prazo da vistoria",
    ClockName.INSPECTION_REPORT: "Prazo do relatório da vistoria",
    ClockName.REINSPECTION: "Prazo para pedir a nova vistoria",
    ClockName.GUARANTEE_RETURN: "Prazo para devolver a garantia",
}
"""In the order in which the ledger shows them."""

_SHOWN = {
    State.PENDING: ClockName.CURE,
    State.APPROVED: ClockName.VALIDITY,
    State.CONTRACTS: ClockName.CONTRACT_DELIVERY,
    State.CONTRACTS_SENT: ClockName.CONTRACT_RETURN,
    State.WORKS: ClockName.WORKS,
    State.READY: ClockName.VALIDITY,
    State.INSPECTION_REQUESTED: ClockName.INSPECTION,
    State.INSPECTION_FAILED: ClockName.INSPECTION_REPORT,
    State.INSPECTION_REPORTED: ClockName.REINSPECTION,
}


def shown_clock(state: State) -> ClockName:
    """The clock that matters in a state: its date is the date of the request."""
    return _SHOWN.get(state, ClockName.OPINION)
