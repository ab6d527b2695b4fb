"""The check of our PDFs finds each fault it looks for: one good page, broken in one way at a time."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest

from documents.pdf import html_to_pdf
from documents.pdf_check import check_pdf
from tests import files

GOOD = (
    '<html lang="pt-BR"><head><title>Folha</title></head><body><main><h1>Folha</h1><p>texto</p>'
    "<img alt=\"um ponto\" src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/%3E\">"
    "<table><tr><th scope=row>a</th><td>b</td></tr></table></main></body></html>"
)


def problems_after(change: Callable[[pikepdf.Pdf], object]) -> list[str]:
    with pikepdf.open(BytesIO(html_to_pdf(GOOD, identifier="folha"))) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return check_pdf(out.getvalue())


def delete(key: str) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return change


def lose_the_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]


def lose_alternative_texts(pdf: pikepdf.Pdf) -> None:
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and "/Alt" in element:
            del element["/Alt"]


def lose_header_cells(pdf: pikepdf.Pdf) -> None:
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and str(element.get("/S", "")) == "/TH":
            element.S = pikepdf.Name.TD


def skip_a_heading(pdf: pikepdf.Pdf) -> None:
    for element in pdf.objects:
        if isinstance(element, pikepdf.Dictionary) and str(element.get("/S", "")) == "/P":
            element.S = pikepdf.Name.H3


def lose_font_files(pdf: pikepdf.Pdf) -> None:
    for descriptor in pdf.objects:
        if isinstance(descriptor, pikepdf.Dictionary) and "/FontFile2" in descriptor:
            del descriptor["/FontFile2"]


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("1"))


def add_launch(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch))])


def test_a_good_page_has_no_problem() -> None:
    assert problems_after(lambda pdf: None) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (delete("/Lang"), "language is '', not pt-BR"),
        (delete("/StructTreeRoot"), "no tags"),
        (delete("/MarkInfo"), "not marked as tagged"),
        (delete("/ViewerPreferences"), "the window does not show the title"),
        (delete("/Metadata"), "no PDF/UA-1 mark"),
        (lose_the_title, "no title"),
        (lose_alternative_texts, "a figure without alternative text"),
        (lose_header_cells, "a table without header cells"),
        (skip_a_heading, "a heading level is skipped"),
        (add_script, "/OpenAction in the catalogue"),
        (add_launch, "an action /Launch"),
    ],
)
def test_each_fault_is_named(change: Callable[[pikepdf.Pdf], object], problem: str) -> None:
    assert problem in problems_after(change)


def test_a_font_that_is_not_inside_is_named() -> None:
    assert any("is not embedded" in problem for problem in problems_after(lose_font_files))


def test_a_foreign_pdf_has_many_problems() -> None:
    problems = check_pdf(files.pdf_bytes())
    assert {"no tags", "no title", "no PDF/UA-1 mark", "font /Helvetica is not embedded"} <= set(problems)
