"""The answers of a filed request as the screens of the filing take them, section by section."""

from typing import Any

from requests_app.domain import typed_answers
from requests_app.models import AccessRequest, FiledAnswers, Generator, GeneratorEquipment, Holder

Texts = dict[str, str]


def filed_texts(access_request: AccessRequest) -> dict[str, Texts]:
    """Section → field → text of the answers in force, the holder's included. Wants the parts of the request joined in."""
    kept = access_request.newest_answers
    texts = answers_texts(kept) if kept else _texts_of_columns(access_request)
    holder = {
        "is_cpf_on_identity_document": True,
        "has_constitution_change": False,
        **(kept.facts if kept else {}),
        **{field.name: getattr(access_request.holder, field.name) for field in Holder._meta.concrete_fields},
    }
    return texts | {"holder": typed_answers.holder_texts(holder)}


def answers_texts(kept: FiledAnswers) -> dict[str, Texts]:
    """One set of filed answers; the holder's are kept elsewhere."""
    return {
        "unit": typed_answers.unit_texts(kept.unit),
        "generation": typed_answers.generation_texts(kept.generation),
        "credits": typed_answers.credits_texts(kept.credits),
        "guarantee": typed_answers.guarantee_texts(kept.guarantee),
    }


def _texts_of_columns(access_request: AccessRequest) -> dict[str, Texts]:
    """What the columns of a request older than the keeping of answers hold; the rest is asked again."""
    unit, generator = access_request.consumer_unit, access_request.generator
    columns: dict[str, Any] = {field.name: getattr(unit, field.name) for field in unit._meta.concrete_fields}
    own = {
        "unit_number": unit.number,
        "request_kind": generator.request_kind,
        "nickname": access_request.nickname,
    }
    return {
        "unit": typed_answers.unit_texts(columns | own),
        "generation": typed_answers.generation_texts(_generation(generator)),
        "credits": typed_answers.credits_texts(
            {
                "modality": generator.modality,
                "association": generator.association,
                "wants_fast_track": generator.wants_fast_track,
            }
        ),
        "guarantee": {},
    }


def _generation(generator: Generator) -> dict[str, Any]:
    rows = list(generator.equipment.all())
    kinds = {"modules": GeneratorEquipment.Kind.MODULE, "inverters": GeneratorEquipment.Kind.INVERTER}
    parts = ("manufacturer", "model", "quantity", "unit_power_w")
    equipment = {
        key: [{part: getattr(row, part) for part in parts} for row in rows if row.kind == kind]
        for key, kind in kinds.items()
    }
    return {
        "source": generator.source,
        "second_source": generator.second_source,
        "has_storage": generator.has_storage,
        **equipment,
    }
