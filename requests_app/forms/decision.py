"""The decision as the analyst writes it: outcome, conditions, works with their term, costs, reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from eligibility.domain.rulebook import Rule
from requests_app.forms.fields import LongTextField, WordsField, choice, quantity
from requests_app.models import Opinion
from requests_app.services.opinions.costs import LARGEST_BRL

LONGEST_WORDS = 2000
REASONS_AT_MOST = 3
_WITH_WORKS = Opinion.Outcome.FAVOURABLE_WITH_WORKS.value


class DecisionForm(forms.Form):
    """The decision. Conditions and works are one per line; every reason has its rule."""

    use_required_attribute = False

    outcome = choice(
        "Decisão",
        {
            Opinion.Outcome.FAVOURABLE.value: "Favorável",
            Opinion.Outcome.FAVOURABLE_WITH_WORKS.value: "Favorável, com obra na rede",
            Opinion.Outcome.NOT_APPROVED.value: "Não aprovado",
        },
        missing="Escolha a decisão.",
        details={
            Opinion.Outcome.FAVOURABLE.value: "O cliente já pode instalar.",
            Opinion.Outcome.FAVOURABLE_WITH_WORKS.value: "O parecer diz qual é a obra.",
            Opinion.Outcome.NOT_APPROVED.value: "Cada motivo vai com a regra e o que fazer.",
        },
    )
    conditions = LongTextField(
        label="Condições", required=False, max_length=4000, help_text="Uma por linha. Vão no parecer."
    )
    works = LongTextField(
        label="Obra na rede",
        required=False,
        max_length=4000,
        help_text="Só quando há obra. Uma por linha, assim: “o que: detalhe”.",
    )
    works_rule = choice("Prazo da obra", {}, missing="Escolha o prazo da obra.", is_required=False)
    participation_brl = quantity(
        "Participação financeira do cliente na obra",
        maximum=LARGEST_BRL,
        places=2,
        is_required=False,
        unit="reais",
        help_text="Em reais, como 12.500,00. Vazio quando o cliente não paga nada.",
    )
    metering_brl = quantity(
        "Diferença do sistema de medição",
        maximum=LARGEST_BRL,
        places=2,
        is_required=False,
        unit="reais",
    )

    def __init__(
        self,
        rules: Sequence[Rule],
        data: Mapping[str, Any] | None = None,
        *,
        works_terms: Sequence[Rule] = (),
        suggested_term: str = "",
        metering: Rule | None = None,
    ) -> None:
        """`works_terms` are the terms of art. 88 to choose from; `metering` is the rule where the client pays it."""
        super().__init__(data, initial={"works_rule": suggested_term})
        terms = self.fields["works_rule"]
        assert isinstance(terms, forms.ChoiceField)
        terms.choices = [(term.code, term.text) for term in works_terms]
        terms.details = {term.code: term.citation.label for term in works_terms}  # type: ignore[attr-defined]  # read by the field component
        if metering is None:
            del self.fields["metering_brl"]
        else:
            self.fields["metering_brl"].help_text = f"{metering.text} ({metering.citation.label})"
        choices = [
            ("", "Escolha a regra"),
            *((rule.code, f"{rule.citation.label}: {rule.text}") for rule in rules),
        ]
        for place in range(REASONS_AT_MOST):
            invalid = {"invalid_choice": f"Motivo {place + 1}: escolha a regra da lista."}
            self.fields[f"reason_{place}_rule"] = forms.ChoiceField(
                label="Regra", required=False, choices=choices, error_messages=invalid
            )
            self.fields[f"reason_{place}_title"] = WordsField(label="Título", required=False, max_length=120)
            self.fields[f"reason_{place}_text"] = LongTextField(
                label="O que impede e por quê", required=False, max_length=LONGEST_WORDS
            )
            self.fields[f"reason_{place}_fix"] = LongTextField(
                label="O que fazer", required=False, max_length=LONGEST_WORDS
            )

    @property
    def reason_groups(self) -> list[dict[str, Any]]:
        """The fields of each written reason, for the page."""
        return [
            {
                "number": place + 1,
                "fields": (
                    bound := [self[f"reason_{place}_{part}"] for part in ("rule", "title", "text", "fix")]
                ),
                "is_open": any(field.value() or field.errors for field in bound),
            }
            for place in range(REASONS_AT_MOST)
        ]

    def clean(self) -> dict[str, Any]:
        """A reason that was begun is written whole; works need their words and their term; costs need their cause."""
        cleaned: dict[str, Any] = self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome == _WITH_WORKS:
            if not lines(cleaned.get("works")):
                self.add_error("works", "Obra na rede: descreva a obra que a rede precisa.")
            if not cleaned.get("works_rule") and "works_rule" not in self.errors:
                self.add_error("works_rule", "Prazo da obra: escolha o prazo.")
        elif outcome:
            # Neither goes into such an opinion: what was typed would be lost without a word.
            if lines(cleaned.get("works")):
                self.add_error(
                    "works",
                    "Obra na rede: esta decisão não leva obra. Escolha “Favorável, com obra na rede” ou apague o texto.",
                )
            if cleaned.get("participation_brl"):
                self.add_error(
                    "participation_brl", "Participação financeira: só há quando o parecer tem obra na rede."
                )
        if outcome == Opinion.Outcome.NOT_APPROVED.value and cleaned.get("metering_brl"):
            self.add_error("metering_brl", "Diferença do sistema de medição: só há em parecer favorável.")
        for place in range(REASONS_AT_MOST):
            parts = [cleaned.get(f"reason_{place}_{part}") for part in ("rule", "title", "text")]
            if not any([*parts, cleaned.get(f"reason_{place}_fix")]):
                continue
            for part, said in (
                ("rule", "a regra"),
                ("title", "o título"),
                ("text", "o que impede e por quê"),
            ):
                name = f"reason_{place}_{part}"
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, f"Motivo {place + 1}: falta {said}.")
        return cleaned

    def reasons(self) -> list[dict[str, str]]:
        """The written reasons, whole, after a successful clean."""
        given = self.cleaned_data
        return [
            {
                "rule_code": given[f"reason_{place}_rule"],
                "title": given[f"reason_{place}_title"],
                "text": given[f"reason_{place}_text"],
                "how_to_fix": given[f"reason_{place}_fix"],
            }
            for place in range(REASONS_AT_MOST)
            if given.get(f"reason_{place}_rule")
        ]


def lines(text: str | None) -> tuple[str, ...]:
    """The non-empty lines of a text."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
