"""The customers' file as a layout: which columns, how a line is read, and which two lines are the same unit."""

from typing import IO, Final

from requests_app.domain.customer_columns import COLUMNS, REQUIRED, CustomerLine, read_line
from requests_app.services.exchange.csv_batches import Batch as AnyBatch
from requests_app.services.exchange.csv_batches import Batches, Layout, batches

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_LINES: Final = 100_000
Batch = AnyBatch[CustomerLine]
LAYOUT: Final = Layout[CustomerLine](
    code="customers",
    columns=COLUMNS,
    required=REQUIRED,
    read_line=read_line,
    key=lambda line: line.unit_number,
    key_column="unidade",
    repeated="Esta unidade já está na linha {line}.",
    max_bytes=MAX_BYTES,
    max_lines=MAX_LINES,
)


def read_batches(file: IO[bytes]) -> Batches[CustomerLine]:
    """The file in batches. Raises Refused `customers.*` when it is no such file, or too long; leaves it open."""
    return batches(file, LAYOUT)
