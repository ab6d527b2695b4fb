"""Write the standard form of a filed request from its answers, so that nobody fills a second form."""

from collections.abc import Iterator, Mapping

from django.conf import settings

from documents.domain.checklist import Checklist, ChecklistItem
from documents.domain.form_sheets import FormDeclaration, FormItem, FormSection, FormSheet
from documents.domain.sheet_parts import Clause, Row
from eligibility.domain.consumer_units import format_unit_number
from eligibility.domain.declarations import declarations
from eligibility.domain.labels import MODALITY_LABELS, SOURCE_LABELS
from eligibility.domain.numbers_pt import format_kw
from eligibility.domain.registrations import format_cep
from eligibility.domain.rulebook import rule
from eligibility.domain.taxpayer import mask_email
from eligibility.domain.vocabulary import RequestKind
from eligibility.profile import current_profile
from requests_app.domain.filing import CreditsAnswers, GenerationAnswers, UnitAnswers
from requests_app.models import AccessRequest, FiledAnswers
from requests_app.services.filing.attachments import current_attachments
from requests_app.services.filing.facts import filed_check
from requests_app.services.sheets.wording import channels, technician

WAIVER_LETTER = "e"
MACHINE_LABELS = {
    "inverter": "Conversor eletrônico (inversor)",
    "synchronous": "Máquina síncrona sem conversor",
    "mixed": "Mista",
    "other": "Outra",
}
_DOCUMENTS = (
    ("3.1", "Responsabilidade técnica", ("technical_responsibility",)),
    ("3.2", "Local do padrão ou da subestação de entrada", ("design_report", "electrical_design")),
    ("3.3", "Diagramas e memorial", ("single_line_diagram", "block_diagram", "design_report")),
    ("3.4", "Ensaio dos conversores", ("inverter_conformity", "converter_test_report")),
    ("3.5", "Dados para o registro da central", ("registration_data",)),
    ("3.6", "Unidades participantes", ("participating_units",)),
    (
        "3.7",
        "Instrumento dos participantes",
        (
            "participation_instrument",
            "consortium_act",
            "cooperative_act",
            "cooperative_statute",
            "condominium_convention",
            "condominium_deliberation",
        ),
    ),
    ("3.8", "Cogeração qualificada", ("cogeneration_recognition",)),
    ("3.9", "Segurança da barragem", ("dam_safety",)),
    ("3.10", "Armazenamento da central despachável", ("dispatchable_storage_proof",)),
    ("3.11", "Garantia de fiel cumprimento", ("performance_guarantee",)),
)
_PEOPLE = (
    "identity",
    "cpf_proof",
    "cnpj_proof",
    "constitution",
    "constitution_change",
    "representative_identity",
    "representative_cpf_proof",
)
_NOT_APPLICABLE = "Não se aplica a este pedido"
_ABSENT = "Não foi enviado"


def answers_of(access_request: AccessRequest) -> FiledAnswers:
    """The answers in force, read once; FiledAnswers.DoesNotExist for a request older than the keeping of answers."""
    if access_request.newest_answers is None:
        raise FiledAnswers.DoesNotExist(f"no answers were kept of request {access_request.pk}")
    return access_request.newest_answers


def build_form(access_request: AccessRequest) -> FormSheet:
    """The standard form as of the filing day: the same whenever the worker gets to it."""
    assert access_request.filed_on is not None and access_request.filed_at is not None
    assert access_request.checklist_version is not None
    on, answers = access_request.filed_on, answers_of(access_request)
    basis, profile = rule("documents.standard_form", on), current_profile()
    attached = _attached(access_request, access_request.checklist_version.checklist)
    credits_ = answers.credits_answers
    return FormSheet(
        operator_name=profile.name,
        portal_name=profile.portal_name,
        is_demo=settings.IS_DEMO,
        filing_number=str(access_request.filing_number),
        channels=channels(),
        title="Formulário de orçamento de conexão",
        basis=basis.citation.label,
        confidence="" if basis.confidence.is_certain else basis.confidence.label,
        sent_at=access_request.filed_at,
        filed_on=on,
        sections=(
            FormSection(
                number="1",
                title="Identificação da unidade consumidora",
                items=tuple(_unit(access_request, answers.unit_answers, attached)),
            ),
            FormSection(
                number="2",
                title="Dados da geração",
                items=tuple(
                    _generation(
                        access_request, answers.generation_answers, MODALITY_LABELS[credits_.modality]
                    )
                ),
            ),
            FormSection(
                number="3",
                title="Documentos que acompanham",
                items=tuple(
                    FormItem(number=number, label=label, value=_delivered(codes, attached))
                    for number, label, codes in _DOCUMENTS
                ),
            ),
        ),
        declarations=_declarations(access_request, credits_),
        applicant=(
            Row(label="Responsável técnico", value=technician(access_request)),
            Row(label="Contato", value=mask_email(access_request.technician.email)),
            Row(label="Local", value=f"{access_request.municipality}, {profile.uf}"),
            Row(label="Envio", value="Pela conta do responsável técnico no portal, sem assinatura em papel"),
        ),
        acceptance=_acceptance(access_request) if credits_.wants_fast_track else (),
    )


def _attached(access_request: AccessRequest, checklist: Checklist) -> Mapping[str, str]:
    """What to write beside each document that this request needs."""
    files = current_attachments(access_request)
    needed = {entry.item.document_code for entry in filed_check(access_request).applicable}

    def words(item: ChecklistItem) -> str:
        if item.is_from_answers:
            return f"{item.title} (o portal preparou)"
        return item.title if item.document_code in files else f"{item.title}: {_ABSENT.lower()}"

    return {item.document_code: words(item) for item in checklist.items if item.document_code in needed}


def _delivered(codes: tuple[str, ...], attached: Mapping[str, str]) -> str:
    return "\n".join(attached[code] for code in codes if code in attached) or _NOT_APPLICABLE


def _unit(
    access_request: AccessRequest, unit: UnitAnswers, attached: Mapping[str, str]
) -> Iterator[FormItem]:
    row = access_request.consumer_unit
    if unit.unit_number:
        yield FormItem(number="1.1", label="Código da unidade", value=format_unit_number(unit.unit_number))
    if unit.request_kind not in (RequestKind.new_unit, RequestKind.existing_unit_new_power):
        return
    start = 2 if unit.unit_number else 1
    place = f"{row.street}, {row.street_number} {row.complement}".strip()
    lines = (
        ("Documentos de identificação", _delivered(_PEOPLE, attached)),
        ("Endereço das instalações", f"{place}, {row.district}, {row.municipality}, {row.state}, CEP {format_cep(row.postal_code)}"),
        ("Carga instalada", f"{format_kw(unit.installed_load_kw)} kW" if unit.installed_load_kw else "No formulário de análise de carga"),
        ("Cargas que perturbam a rede", "Há, conforme anexo" if unit.has_disturbing_loads else "Não há"),
        ("Atividades na unidade", unit.activities or "Não descritas"),
        ("Licença para área protegida", _delivered(("area_licence",), attached)),
        ("Propriedade ou posse do imóvel", _delivered(("property_proof", "floating_authorisation"), attached)),
        ("Tensão e fases pedidas", f"{unit.voltage}" + (f", {unit.phases.value}fásica" if unit.phases else "")),
    )  # fmt: skip
    for place_number, (label, value) in enumerate(lines, start=start):
        yield FormItem(number=f"1.{place_number}", label=label, value=value)


def _generation(
    access_request: AccessRequest, generation: GenerationAnswers, modality: str
) -> Iterator[FormItem]:
    yield FormItem(
        number="2.1",
        label="Fonte primária",
        value=" e ".join(SOURCE_LABELS[source] for source in generation.sources),
    )
    power = f"{format_kw(access_request.generator.installed_power_kw)} kW"
    if generation.existing_power_kw is not None:
        power += f" depois da mudança; antes, {format_kw(generation.existing_power_kw)} kW"
    yield FormItem(number="2.2", label="Potência total da geração", value=power)
    machine = generation.machine or ("inverter" if generation.inverters else "other")
    yield FormItem(number="2.3", label="Tipo de geração", value=MACHINE_LABELS[machine])
    inverters = "\n".join(
        f"{e.quantity} × {e.manufacturer} {e.model}, {format_kw(e.unit_power_w / 1000)} kW cada, "
        f"{access_request.consumer_unit.voltage}"
        for e in generation.inverters
    )
    yield FormItem(number="2.4", label="Inversores", value=inverters or _NOT_APPLICABLE)
    yield FormItem(number="2.5", label="Modalidade de compensação", value=modality)
    yield FormItem(number="2.6", label="Armazenamento", value=_storage(generation))


def _storage(generation: GenerationAnswers) -> str:
    if not generation.has_storage:
        return "Não há"
    parts = [generation.storage_description or "Baterias"]
    if generation.storage_kwh is not None:
        parts.append(f"{format_kw(generation.storage_kwh)} kWh")
    if generation.storage_kw is not None:
        parts.append(f"{format_kw(generation.storage_kw)} kW")
    return ", ".join(parts)


def _declarations(access_request: AccessRequest, credits_: CreditsAnswers) -> tuple[FormDeclaration, ...]:
    assert access_request.filed_on is not None
    accepted = {row.code for row in access_request.declarations.all()}
    return tuple(
        FormDeclaration(
            letter=item.letter,
            text=f"{item.text} {_waiver(credits_)}".strip() if item.letter == WAIVER_LETTER else item.text,
            citation=item.citation.label,
            is_accepted=item.code in accepted,
            is_mandatory=item.is_mandatory,
        )
        for item in declarations(access_request.filed_on)
    )


def _waiver(credits_: CreditsAnswers) -> str:
    """Which of the three options of item 4, e was chosen."""
    if credits_.is_grid_zero:
        return "Opção: sem injeção na rede."
    if credits_.wants_fast_track:
        return "Opção: autoconsumo local de pequena potência, com o termo do item 6."
    return "Opção: potência compatível com o consumo." if credits_.wants_compatible_power else ""


def _acceptance(access_request: AccessRequest) -> tuple[Clause, ...]:
    assert access_request.filed_on is not None
    found = rule("reverse_flow.fast_track.max_kw", access_request.filed_on)
    limit = format_kw(found.as_decimal())
    conditions = (
        f"A geração tem até {limit} kW e fica no autoconsumo local.",
        "Os créditos não vão para outra unidade, nem agora nem depois.",
        "A opção foi feita neste pedido. Para sair dela é preciso um pedido novo.",
    )
    return tuple(Clause(text=text, citation=found.citation.label) for text in conditions)
