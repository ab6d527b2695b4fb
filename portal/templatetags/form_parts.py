"""Form rendering: a field with its label, hint and error, and the summary that repeats the errors."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    Field,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)

_CHOICE_WIDGETS = (CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select)


def title_prefix(context: Mapping[str, Any]) -> str:
    """`Erro: ` when the page's form, forms or `has_errors` say so; for the start of <title>."""
    forms = [context.get("form"), *(context.get("forms") or ())]
    has_errors = bool(context.get("has_errors")) or any(
        getattr(form, "errors", None) for form in forms if form
    )
    return "Erro: " if has_errors else ""


def error_summary(*sources: Any, kept_at: Any = None) -> dict[str, Any]:
    """List every problem once, linked to its field. Sources: forms, formsets, or iterables of forms or findings."""
    problems: list[dict[str, Any]] = []
    for source in {id(source): source for source in sources}.values():
        problems.extend(_problems(source))
    forms = [source for source in sources if isinstance(source, BaseForm)]
    fields = [field for form in forms for field in form.fields.values() if not field.widget.is_hidden]
    files = [field for field in fields if field.widget.needs_multipart_form]
    return {
        "problems": problems,
        "kept_at": kept_at,
        # No browser keeps a chosen file.
        "has_files": bool(files),
        "has_words": len(files) < len(fields) or not forms,
    }


def _problems(source: Any) -> Iterable[dict[str, Any]]:
    if not source:
        return
    if isinstance(source, BaseForm):
        if source.is_bound:
            yield from _form_problems(source)
    elif hasattr(source, "management_form"):
        yield from ({"text": text, "target": ""} for text in source.non_form_errors())
        for form in source.forms:
            yield from _form_problems(form)
    else:
        for finding in source:
            if isinstance(finding, BaseForm):
                yield from _problems(finding)
                continue
            target = f"id_{finding.field}" if finding.field else ""
            yield {"text": finding.message, "target": target, "citation": finding.citation}


def _form_problems(form: BaseForm) -> Iterable[dict[str, Any]]:
    yield from ({"text": text, "target": ""} for text in form.non_field_errors())
    for bound in form:
        for text in problem_texts(bound):
            yield {"text": text, "target": focus_id(bound)}


def problem_texts(bound: BoundField) -> list[str]:
    """The field's errors, each naming the field when it does not do so by itself."""
    default = str(Field.default_error_messages["required"])
    blank = "falta escolher." if isinstance(bound.field.widget, _CHOICE_WIDGETS) else "falta preencher."
    return [_naming(str(bound.label), blank if error == default else str(error)) for error in bound.errors]


def _naming(label: str, error: str) -> str:
    begins, colon, _ = error.partition(":")
    if not label or label.casefold() in error.casefold() or (colon and begins.casefold() in label.casefold()):
        return error
    is_word = len(error) < 2 or not error[1].isupper()
    return f"{label}: {error[0].lower() + error[1:] if is_word else error}"


def focus_id(bound: BoundField) -> str:
    """Id of the control that takes the focus: the first option for groups of choices."""
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label or bound.auto_id)


def fields(form: BaseForm, exclude: str = "") -> dict[str, Any]:
    """Every visible field of a form in order, then the hidden ones; `exclude` names some, split by spaces."""
    left_out = set(exclude.split())
    return {
        "form": form,
        "bound_fields": [bound for bound in form.visible_fields() if bound.name not in left_out],
    }


def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Render one field by its widget.

    Options (also read from attributes of the form field, options win): `unit` suffix ("kW"), `width`
    (xs s m l), `optional` (marks the label), `hint` (in place of help_text), `details` (choice value →
    explanation), `label`; any other option becomes an attribute of the control (`_` → `-`).
    """
    known = {
        name: options.pop(name, None) for name in ("unit", "width", "optional", "hint", "details", "label")
    }
    settings = {
        name: value if value is not None else getattr(bound.field, name, None)
        for name, value in known.items()
    }
    widget = bound.field.widget
    kind = _kind(widget)
    if isinstance(widget, Textarea):
        options.setdefault("rows", 4)
    hint = settings["hint"] if settings["hint"] is not None else bound.help_text
    errors = problem_texts(bound)
    attributes = {name.replace("_", "-"): value for name, value in options.items()}
    described = [f"{bound.auto_id}_error"] if errors else []
    if hint:
        described.append(f"{bound.auto_id}_hint")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if settings["width"] and kind == "plain":
        attributes["class"] = f"{widget.attrs.get('class', '')} w-{settings['width']}".strip()
    return {
        "field": bound,
        "kind": kind,
        "control": "" if kind == "group" else bound.as_widget(attrs=attributes),
        "options": list(
            _options(bound, settings["details"] or {}, " ".join(described)) if kind == "group" else ()
        ),
        "label": settings["label"] or bound.label,
        "hint": hint,
        "errors": errors,
        "unit": settings["unit"],
        "optional": settings["optional"],
        "described_by": " ".join(described),
    }


def _kind(widget: Any) -> str:
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "group"
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    return "plain"


def _options(bound: BoundField, details: Mapping[str, str], described_by: str) -> Iterable[dict[str, Any]]:
    for place, option in enumerate(bound.subwidgets):
        option.data["attrs"].pop("required", None)
        if described_by and place == 0:
            option.data["attrs"]["aria-describedby"] = described_by
        detail = details.get(str(option.data["value"]), "")
        yield {"tag": option.tag(), "label": option.choice_label, "detail": detail}
