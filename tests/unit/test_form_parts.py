"""Form fields and the error summary: the same words in both, and what assistive technology is told."""

from django import forms

from eligibility.domain.citation import Citation
from eligibility.domain.findings import Finding
from tests.unit.fragments import Tags, rendered


class Person(forms.Form):
    full_name = forms.CharField(label="Nome completo")
    cpf = forms.CharField(label="CPF", help_text="Com ou sem pontos.")
    source = forms.ChoiceField(
        label="Fonte da energia", choices=[("solar", "Solar"), ("other", "Outra")], widget=forms.RadioSelect
    )
    power = forms.CharField(label="Potência", required=False)
    agreed = forms.BooleanField(label="Li o aviso")

    def clean_cpf(self) -> str:
        raise forms.ValidationError("Confira os números. O dígito final não bate.")


def wrong_person() -> Person:
    return Person({"full_name": "", "cpf": "123", "power": "<8,2>"})


def test_g06_the_summary_has_one_link_per_error_in_the_words_of_the_field() -> None:
    form = wrong_person()
    summary = rendered("{% error_summary form %}", form=form)
    page = rendered("{% fields form %}", form=form)
    words = ["Nome completo: falta preencher.", "CPF: confira os números. O dígito final não bate."]
    words += ["Fonte da energia: falta escolher.", "Li o aviso: falta escolher."]
    assert "Há 4 problemas nesta página" in summary
    for text in words:
        assert text in summary
        assert text in page
    controls = {attrs["id"] for tag, attrs in Tags(page).found if tag in {"input", "select"}}
    targets = [str(attrs["href"]).removeprefix("#") for attrs in Tags(summary).named("a")]
    assert len(targets) == 4
    assert set(targets) <= controls


def test_g06_a_wrong_field_says_so_to_assistive_technology_and_keeps_its_value() -> None:
    page = rendered("{% field form.cpf %}", form=wrong_person())
    (control,) = Tags(page).named("input", id="id_cpf")
    assert control["aria-invalid"] == "true"
    assert control["value"] == "123"
    assert str(control["aria-describedby"]).split() == ["id_cpf_error", "id_cpf_hint"]
    for target in ("id_cpf_error", "id_cpf_hint"):
        assert f'id="{target}"' in page


def test_one_problem_is_counted_in_the_singular_and_the_title_says_erro() -> None:
    form = Person({"full_name": "Ana", "cpf": "1", "source": "solar", "agreed": "on"})
    assert "Há 1 problema nesta página" in rendered("{% error_summary form form %}", form=form)
    assert rendered("{% title_prefix %}", form=form) == "Erro: "
    assert rendered("{% title_prefix %}", form=Person()) == ""
    assert rendered("{% title_prefix %}", has_errors=True) == "Erro: "


def test_a_form_without_errors_has_no_summary() -> None:
    assert "errors" not in rendered("{% error_summary form %}", form=Person())


def test_the_summary_does_not_promise_to_keep_a_file() -> None:
    class Bill(forms.Form):
        file = forms.FileField(label="Fatura em PDF")

    class Letter(Bill):
        words = forms.CharField(label="Texto")

    def said(form: forms.Form) -> str:
        return rendered("{% error_summary form %}", form=form)

    stays, again = "O que você escreveu continua nesta página.", "de novo"
    assert stays in said(wrong_person()) and again not in said(wrong_person())
    assert stays not in said(Bill({})) and again in said(Bill({}))
    assert stays in said(Letter({})) and again in said(Letter({}))


def test_the_summary_takes_findings_and_shows_their_rule() -> None:
    finding = Finding(
        code="power_above_limit",
        message="A potência passa do limite.",
        field="power",
        citation=Citation(norm="REN ANEEL 1.000/2021", provision="art. 31"),
    )
    html = rendered("{% error_summary findings %}", findings=(finding,))
    assert Tags(html).named("a", href="#id_power")
    assert "REN ANEEL 1.000/2021, art. 31" in html


def test_a_choice_group_is_a_fieldset_with_its_legend_and_explanations() -> None:
    page = rendered(
        "{% field form.source details=details %}", form=Person(), details={"other": "Eólica, biogás."}
    )
    assert "<fieldset" in page
    assert "<legend>Fonte da energia" in page
    assert "Eólica, biogás." in page
    assert len(Tags(page).named("input", type="radio")) == 2


def test_unit_width_and_other_options_reach_the_control() -> None:
    page = rendered(
        '{% field form.power unit="kW" width="s" inputmode="decimal" optional=True %}', form=wrong_person()
    )
    (control,) = Tags(page).named("input", inputmode="decimal")
    assert control["class"] == "w-s"
    assert control["value"] == "<8,2>"
    assert " kW" in page
    assert "(opcional)" in page
