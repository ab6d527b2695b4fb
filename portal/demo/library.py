"""Two documents of our own for the demonstration's library; each says on its first line that it is an example."""

from datetime import date, datetime
from html import escape
from io import BytesIO

from documents.models import LibraryDocument
from documents.pdf import html_to_pdf
from documents.services.library import Edition, Facts, Words, add_document, add_version
from portal.accounts.models import User

_MANUAL = Words(kind=LibraryDocument.Kind.MANUAL, title="Como ler o extrato do prazo", number="")
_MODEL = Words(kind=LibraryDocument.Kind.MODEL, title="Procuração para pedir a conexão", number="")
_READING = (
    "O extrato tem uma linha para cada mudança do prazo: o que aconteceu, em que dia, por qual regra e a nova data.",
    "Um dia parado não conta. A linha diz quem parou, o motivo e quando o prazo voltou a andar.",
)
_RULER = "A régua mostra os mesmos dias em um desenho: contados, parados, hoje e o último."
_MANDATE = (
    "Eu, ______________________, CPF ou CNPJ ______________________, titular da unidade consumidora nº ____________,",
    "nomeio ______________________, registro profissional ____________,",
    "para pedir em meu nome a conexão de geração distribuída, entregar e corrigir documentos e receber as respostas.",
    "Local e data: ______________________. Assinatura: ______________________.",
)


def make_library(admin: User, now: datetime) -> None:
    """A manual in two versions and a model; nothing when the library holds anything."""
    if LibraryDocument.objects.exists():
        return
    actor = admin.as_actor()
    first = _edition(_MANUAL.title, "Versão 1", date(2026, 2, 2), _READING)
    second = _edition(_MANUAL.title, "Versão 2", date(2026, 9, 1), (*_READING, _RULER))
    manual = add_document(_MANUAL, first, actor=actor, now=now)
    add_version(manual.pk, second, actor=actor, now=now)
    mandate = _edition(_MODEL.title, "Versão 1", date(2026, 2, 2), _MANDATE)
    add_document(_MODEL, mandate, actor=actor, now=now)


def _edition(title: str, label: str, valid_from: date, paragraphs: tuple[str, ...]) -> Edition:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    html = (
        f"<html lang='pt-BR'><head><title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>"
        f"<p><b>Exemplo feito para a demonstração. {escape(label)}, de {valid_from:%d/%m/%Y}.</b></p>"
        f"{body}</body></html>"
    )
    content = html_to_pdf(html, identifier=f"demo library {title} {label}")
    return Edition(facts=Facts(label, valid_from), file=BytesIO(content), file_name="exemplo.pdf")
