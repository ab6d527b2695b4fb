"""Forms over the questions about a bill: fields named as the API names them, groups begun by what is typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from pydantic import ValidationError

from eligibility.domain.bill.answers import BillAnswers, Unanswerable, bill_answers
from eligibility.domain.bill.question_parts import LONGEST_NAME, MOST_PLACES
from eligibility.domain.bill.questions import BillQuestions
from eligibility.domain.findings import Refused
from eligibility.domain.numbers_pt import LARGEST, parse_decimal
from eligibility.forms.fields import LongTextField, WordsField, quantity

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y"]
_NOTHING = "Preencha pelo menos uma das partes desta página."
_REQUIRED = str(forms.Field.default_error_messages["required"])


@dataclass(frozen=True)
class FormPart:
    """A group of fields as the page shows it. `is_folded` ones open when something in them is typed or wrong."""

    title: str
    names: tuple[str, ...]
    hint: str = ""
    is_folded: bool = False


class BillForm(forms.Form):
    """One page of questions. A field is named `group.field` as in `BillQuestions`; `bare` groups drop their name.

    Rows are `group.list.0.field`; a row that is empty is left out. Once the form is valid, `answers` holds what comes
    out; what the rules refuse stands beside its field like any other mistake.
    """

    use_required_attribute = False

    bare: ClassVar[frozenset[str]] = frozenset()
    groups: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[FormPart, ...]] = ()
    begins_nothing: ClassVar[frozenset[str]] = frozenset()
    """Fields that always hold something, or that other groups use too: they alone ask for no answer."""

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.answers: BillAnswers | None = None
        self._places: dict[str, str] = {}

    @property
    def shown_parts(self) -> Iterator[dict[str, Any]]:
        """The parts with their bound fields, and whether a folded one stands open."""
        for part in self.parts:
            bound = [self[name] for name in part.names if name in self.fields]
            is_open = any(
                one.errors or (self.is_bound and one.name not in self.begins_nothing and one.value())
                for one in bound
            )
            yield {"part": part, "fields": bound, "is_open": is_open}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self._ask()
        return cleaned

    def extra_body(self) -> Mapping[str, Any]:
        """Groups that are no plain fields, such as a pasted history."""
        return {}

    def _ask(self) -> None:
        body = {**self._body(), **self.extra_body()}
        if not body:
            self.add_error(None, _NOTHING)
            return
        try:
            self.answers = bill_answers(BillQuestions.model_validate(body), today=self.today)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                is_missing = one["type"] in {"missing", "value_error"}
                self._say(".".join(map(str, one["loc"])), _REQUIRED if is_missing else "Confira este valor.")
        except Unanswerable as error:
            for finding in error.findings:
                self._say(finding.field or "", finding.message)

    def _body(self) -> dict[str, Any]:
        """What was typed, nested as the API takes it; only groups that were begun."""
        body: dict[str, Any] = {}
        for group in self.groups:
            typed = {name: self.cleaned_data.get(name) for name in self._names(group)}
            filled = {name: value for name, value in typed.items() if _is_filled(value)}
            if filled.keys() - self.begins_nothing:
                body[group] = _nested({self._path(group, name): value for name, value in filled.items()})
                self._places |= _row_places(group, [self._path(group, name) for name in filled])
        return body

    def _names(self, group: str) -> Iterator[str]:
        for name in self.fields:
            if name.startswith(f"{group}.") or (group in self.bare and self._is_bare(name)):
                yield name

    def _is_bare(self, name: str) -> bool:
        first = name.partition(".")[0]
        return first not in BillQuestions.model_fields and first != "history"

    def _path(self, group: str, name: str) -> str:
        return name.removeprefix(f"{group}.")

    def _say(self, path: str, message: str) -> None:
        """Beside the field of that path, of its first row or of what holds it; above the form when there is none."""
        for bare in self.bare:
            path = path.removeprefix(f"{bare}.")
        for sent, typed in self._places.items():
            if path == sent or path.startswith(f"{sent}."):
                path = typed + path[len(sent) :]
                break
        holders = [path.rsplit(".", count)[0] for count in range(path.count(".") + 1)]
        below = (name for name in self.fields if name.startswith(f"{path}."))
        field = next((name for name in holders if name in self.fields), next(below, None))
        if field is None or message not in self.errors.get(field, []):
            self.add_error(field, message)


class NumbersField(LongTextField):
    """Several numbers, one per line or apart by spaces or semicolons."""

    def __init__(self, label: str, *, help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=False,
            parse=_numbers,
            max_length=2000,
            help_text=help_text,
            widget=forms.Textarea(attrs={"rows": 6, "inputmode": "decimal", "autocomplete": "off"}),
        )
        self.width = "m"


def amount(label: str, unit: str = "", *, help_text: str = "") -> WordsField:
    """An optional number with its unit beside it."""
    return quantity(
        label, maximum=int(LARGEST), places=MOST_PLACES, is_required=False, unit=unit, help_text=help_text
    )


def words(label: str, *, help_text: str = "", longest: int = LONGEST_NAME) -> WordsField:
    """An optional line of text."""
    field = WordsField(
        label=label,
        required=False,
        max_length=longest,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field.width = "m"  # type: ignore[attr-defined]  # read by the field component
    return field


def day(label: str, *, help_text: str = "") -> forms.DateField:
    """An optional day, typed as people write it or as a date picker sends it."""
    field = forms.DateField(
        label=label,
        required=False,
        input_formats=DAY_FORMATS,
        help_text=help_text,
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"autocomplete": "off", "inputmode": "numeric", "placeholder": "dd/mm/aaaa"},
        ),
        error_messages={"invalid": "Escreva a data assim: 28/02/2023."},
    )
    field.width = "s"  # type: ignore[attr-defined]  # read by the field component
    return field


def option(
    label: str, options: Mapping[str, str], *, blank: str = "", help_text: str = ""
) -> forms.ChoiceField:
    """One of a closed set: radio buttons, or a select that begins with `blank`."""
    pairs = list(options.items())
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", blank), *pairs] if blank else pairs,
        widget=forms.Select if blank else forms.RadioSelect,
        help_text=help_text,
        error_messages={"invalid_choice": "Escolha uma das opções."},
    )


def check(label: str, *, help_text: str = "") -> forms.BooleanField:
    """A box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def _is_filled(value: Any) -> bool:
    # A zero is an answer; an unticked box and an empty text are none.
    return value is not None and value is not False and value not in ("", [])


def _numbers(text: str) -> list[Decimal]:
    found = []
    for place, each in enumerate(text.replace(";", " ").split(), start=1):
        try:
            found.append(parse_decimal(each))
        except Refused as refused:
            raise forms.ValidationError(
                "Valor %(place)d: confira o número.", code=refused.code, params={"place": place}
            ) from refused
    return found


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`{"loads.2.name": …}` as `{"loads": [{"name": …}]}`: numbers make lists, and empty places close up."""
    tree: dict[str, Any] = {}
    for path, value in flat.items():
        *above, last = path.split(".")
        node = tree
        for part in above:
            node = node.setdefault(part, {})
        node[last] = value
    closed = _closed(tree)
    assert isinstance(closed, dict)
    return closed


def _closed(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdigit() for key in node):
        return [_closed(node[key]) for key in sorted(node, key=int)]
    return {key: _closed(value) for key, value in node.items()}


def _row_places(group: str, paths: Sequence[str]) -> dict[str, str]:
    """Where the row that was sent stands on the page: `loads.0` as sent → `loads.2` as typed."""
    typed: dict[str, list[int]] = {}
    for path in paths:
        parts = path.split(".")
        number = next((place for place, part in enumerate(parts) if part.isdigit()), None)
        if number is not None:
            rows = typed.setdefault(".".join([group, *parts[:number]]), [])
            if int(parts[number]) not in rows:
                rows.append(int(parts[number]))
    return {
        f"{name}.{sent}": f"{name}.{row}"
        for name, rows in typed.items()
        for sent, row in enumerate(sorted(rows))
    }
