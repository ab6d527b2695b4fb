"""The study of reverse flow as people read it, in the three parts of art. 73, § 2º."""

from requests_app.domain.reverse_flow_report import report
from tests.unit.flow_studies import ASKED, NONE_VIABLE, study


def test_the_report_has_the_three_parts_of_the_law() -> None:
    parts = report(study(NONE_VIABLE | {"I": True, "V": True}))
    assert [part.title.split(".")[0] for part in parts] == ["I", "II", "III"]
    assert "Potência máxima sem inversão: 20 kW." in parts[0].lines
    assert "A potência pedida passa 30 kW do máximo: há inversão de fluxo." in parts[0].lines
    assert "II. Conexão em outro circuito: inviável. Simulado." in parts[1].lines
    assert "seg, ter, qua, qui, sex, sáb, dom, das 09:00 às 15:00: até 20 kW." in parts[1].lines
    assert parts[1].lines[-1] == "Menor custo global: alternativa V, R$ 500,00."
    assert parts[2].lines[:2] == (
        "I. Distribuidora: Fazer a obra.",
        "I. Quem gera: Ajustar o inversor.",
    )


def test_the_report_says_what_was_not_studied_and_when_nothing_serves() -> None:
    lines = report(study({"II": True}))[1].lines
    assert sum("não estudada" in line for line in lines) == 4
    assert report(study(NONE_VIABLE))[1].lines[-1] == "Nenhuma alternativa é viável."
    assert len(report(study({}, max_power_kw=ASKED))) == 1
