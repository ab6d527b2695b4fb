"""Readers of request bodies that no input can trip: bounded, always UTF-8, nothing that JSON does not have."""

import json
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

LONGEST_BODY_BYTES = 1024 * 1024


class BoundedJSONParser(BaseParser):
    """JSON of at most one megabyte. Half characters that UTF-8 cannot write become the replacement character."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        raw: bytes = stream.read(LONGEST_BODY_BYTES + 1)
        if len(raw) > LONGEST_BODY_BYTES:
            raise ParseError("too large")
        try:
            return _readable(json.loads(raw.decode("utf-8"), parse_constant=_refuse))
        except (ValueError, RecursionError) as error:
            raise ParseError("not JSON") from error


def _refuse(constant: str) -> NoReturn:
    # NaN and Infinity are no JSON, whatever Python thinks.
    raise ValueError(constant)


def _readable(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_readable(item) for item in value]
        case dict():
            return {_readable(key): _readable(item) for key, item in value.items()}
        case _:
            return value
