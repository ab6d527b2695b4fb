"""Invented documents for the demonstration: one-page PDFs that look like what the checklist asks for."""

from functools import cache
from html import escape

from documents.pdf import html_to_pdf

_TEXTS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "technical_responsibility": (
        "Anotação de Responsabilidade Técnica",
        (
            ("Número", "MG20260000001"),
            ("Profissional", "Rafael Nogueira, engenheiro eletricista"),
            ("Registro", "CREA-MG 000000/D"),
            ("Atividade", "Projeto e instalação de microgeração fotovoltaica"),
            ("Local", "O da unidade consumidora do pedido"),
            ("Situação", "Quitada"),
        ),
    ),
    "design_report": (
        "Memorial descritivo",
        (
            ("Objeto", "Microgeração fotovoltaica ligada à rede de baixa tensão"),
            ("Inversor", "1 × Exemplo Solar ES-8200, 8,2 kW"),
            ("Módulos", "16 × Exemplo Solar M585, 585 W"),
            ("Proteção", "Disjuntor CA de 40 A, DPS CA e CC, aterramento TN-S"),
            ("Planta de situação", "Padrão de entrada junto ao portão, face da rua"),
        ),
    ),
    "inverter_conformity": (
        "Registro do inversor",
        (
            ("Fabricante e modelo", "Exemplo Solar ES-8200"),
            ("Registro", "000000/2026"),
            ("Tensão nominal de conexão", "220 V"),
            ("Potência nominal", "8,2 kW"),
        ),
    ),
    "registration_data": (
        "Dados para o registro da central geradora",
        (
            ("Área dos arranjos", "41,5 m²"),
            ("Módulos", "16, 9,36 kWp"),
            ("Inversores", "1, 8,2 kW"),
            ("Modalidade", "Autoconsumo local"),
        ),
    ),
    "identity": (
        "Documento de identificação",
        (("Nome", "Pessoa inventada"), ("CPF", "consta neste documento"), ("Foto", "espaço da foto")),
    ),
}
_OF_ANY_PROJECT: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "identity": _TEXTS["identity"],
    "certificate": (
        "Certidão de registro profissional",
        (
            ("Profissional", "Rafael Nogueira"),
            ("Título", "Engenheiro eletricista"),
            ("Registro", "CREA-MG 000000/D"),
            ("Situação", "Regular"),
        ),
    ),
    "cooperative_act": (
        "Ato constitutivo da cooperativa",
        (
            ("Cooperativa", "Cooperativa de Energia das Pedras"),
            ("Objeto", "Geração compartilhada de energia elétrica"),
            ("Cooperados", "25"),
            ("Registro", "Junta Comercial, 000000000"),
        ),
    ),
    "dam_safety": (
        "Dados de segurança da barragem",
        (
            ("Barragem", "Ribeirão das Pedras"),
            ("Altura", "6,5 m"),
            ("Classificação", "Categoria de risco baixo"),
        ),
    ),
    "performance_guarantee": (
        "Carta de fiança bancária",
        (
            ("Banco", "Banco do Brasil"),
            ("Afiançada", "Cooperativa de Energia das Pedras"),
            ("Valor", "R$ 80.000,00"),
        ),
    ),
}
"""What a paper says whose project is not a small roof; the others only carry their title."""
_DIAGRAM = """
<svg viewBox="0 0 720 300" width="170mm" role="img" aria-label="Diagrama unifilar inventado">
<g fill="none" stroke="#10272e" stroke-width="2">
<path d="M40 60h90v60H40zM40 80h90M40 100h90M70 60v60M100 60v60M130 90h60M190 60h90v60h-90zM190 120l90-60M280 90h70"/>
<path d="M350 90l30-14M380 90h70M450 60h80v60h-80zM530 90h60M610 90a20 20 0 1 0-40 0 20 20 0 0 0 40 0M610 90h70M680 30v140"/>
<path d="M160 90v70M145 160h30M150 168h20M155 176h10"/></g>
<g font-family="Source Sans 3" font-size="14" fill="#10272e">
<text x="40" y="50">Módulos 16 × 585 W</text><text x="190" y="50">Inversor 8,2 kW</text>
<text x="340" y="70">Disjuntor 40 A</text><text x="450" y="50">Quadro CA</text>
<text x="560" y="60">Medidor</text><text x="620" y="24">Rede 127/220 V</text><text x="130" y="200">DPS e aterramento</text></g></svg>
"""


@cache
def paper(document_code: str, title: str, *, is_roof: bool = False) -> bytes:
    """The PDF for one slot, marked as invented; the same bytes each time. `is_roof`: of one of the small houses."""
    texts = _TEXTS if is_roof else _OF_ANY_PROJECT
    heading, rows = texts.get(
        document_code, (title, (("Conteúdo", "Documento inventado para a demonstração"),))
    )
    body = "".join(f"<tr><th scope='row'>{escape(a)}</th><td>{escape(b)}</td></tr>" for a, b in rows)
    is_drawn = is_roof and document_code == "single_line_diagram"
    if is_drawn:
        heading, body = "Diagrama unifilar", ""
    drawing = _DIAGRAM if is_drawn else ""
    html = (
        f"<html lang='pt-BR'><head><title>{escape(heading)}</title></head><body><h1>{escape(heading)}</h1>"
        f"<p>Documento inventado para a demonstração.</p>{drawing}<table>{body}</table></body></html>"
    )
    return html_to_pdf(html, identifier=f"demo {document_code}")
