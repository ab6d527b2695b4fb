"""What the packaged guidance holds: articles, words of the glossary, and the ground each of them stands on."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from eligibility.domain.choices import Topic as Divergent
from eligibility.domain.citation import Citation, Confidence

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
"""Words of an address: lower-case, no accent, joined by hyphens."""


class Entry(BaseModel):
    """What every entry shares: it is frozen, and an unknown key in a packaged file stops the start."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """Which page an article stands on."""

    how = "how"
    question = "question"
    concept = "concept"


class Subject(StrEnum):
    """Under which heading an article is listed."""

    filing = "filing"
    documents = "documents"
    opinion = "opinion"
    grid = "grid"
    guarantee = "guarantee"
    credits = "credits"
    bill = "bill"
    changes = "changes"
    contact = "contact"
    management = "management"
    demand = "demand"
    hours = "hours"
    quality = "quality"
    metering = "metering"

    @property
    def label(self) -> str:
        """Portuguese heading."""
        return _SUBJECT_LABELS[self]


_SUBJECT_LABELS = {
    Subject.filing: "Antes de pedir",
    Subject.documents: "Documentos",
    Subject.opinion: "Prazo e parecer",
    Subject.grid: "Conexão com a rede",
    Subject.guarantee: "Garantia de fiel cumprimento",
    Subject.credits: "Créditos e modalidades",
    Subject.bill: "Cobrança na fatura",
    Subject.changes: "Mudança, suspensão e cancelamento",
    Subject.contact: "Ajuda e contato",
    Subject.management: "Gestão da energia",
    Subject.demand: "Demanda",
    Subject.hours: "Postos, modalidades e tarifas",
    Subject.quality: "Fator de carga e fator de potência",
    Subject.metering: "Medição",
}


class Panel(StrEnum):
    """What the utility publishes about itself, shown below an answer."""

    channels = "channels"
    guarantee = "guarantee"


class Ground(Entry):
    """A provision that no rule of the rulebook carries; `since` is the day of the wording that was read."""

    text: str = ""
    citation: Citation
    confidence: Confidence
    since: date | None = None


class Grounded(Entry):
    """Whatever rests on rules: `rules` are codes of the rulebook, `grounds` provisions that no code carries."""

    rules: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()


class Table(Entry):
    """A small table of an article; the first cell of each row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Link(Entry):
    """Another page of the portal."""

    label: str
    url: str = Field(pattern=r"^/[a-z0-9/#-]*$")


class Article(Grounded):
    """One question, concept or step, in plain Portuguese; `{rule.code}` stands for the number in force.

    `divergences` are subjects where the utility's page and the law differ, `related` slugs of other articles,
    `fields` numbers of the annotated bill; `panel` is what the utility publishes on it.
    """

    kind: Kind
    slug: str = Field(pattern=SLUG)
    subject: Subject
    title: str
    short: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    table: Table | None = None
    divergences: tuple[Divergent, ...] = ()
    related: tuple[str, ...] = ()
    fields: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()
    panel: Panel | None = None
    keywords: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Every sentence-bearing part, in reading order."""
        cells = tuple(cell for row in self.table.rows for cell in row) if self.table else ()
        return (self.title, self.short, *self.paragraphs, *self.points, *cells)


class Term(Entry):
    """One word of the glossary; `article` is the slug of the article that says more."""

    slug: str = Field(pattern=SLUG)
    term: str
    meaning: str
    article: str = ""
    keywords: str = ""
