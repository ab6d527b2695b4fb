"""The customer system over HTTP: one POST, short limits, few tries, and nothing believed that is not as agreed."""

import json
import logging
from time import monotonic
from typing import Final

import urllib3
from pydantic import ValidationError
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry, Timeout

from requests_app.gateways.customer_system import CustomerAnswer, CustomerRecord, CustomerSystemUnavailable

logger = logging.getLogger(__name__)

PATH: Final = "/v1/customers/look-up"
LARGEST_ANSWER_BYTES: Final = 64 * 1024
_TRY_AGAIN: Final = frozenset({500, 502, 503, 504})
_CHUNK_BYTES: Final = 8 * 1024
_CONNECTIONS: Final = 8


class HttpCustomerSystem:
    """A client for one address. Reading repeats nothing: only failed connections and 5xx answers are tried again."""

    def __init__(
        self,
        url: str,
        *,
        token: str = "",
        connect_seconds: float = 2.0,
        answer_seconds: float = 4.0,
        extra_tries: int = 2,
        backoff_seconds: float = 0.2,
    ) -> None:
        self._url = url.rstrip("/") + PATH
        self._answer_seconds = answer_seconds
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        # A compressed answer could be far larger than what came over the wire.
        headers["Accept-Encoding"] = "identity"
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._pool = urllib3.PoolManager(
            maxsize=_CONNECTIONS,
            headers=headers,
            timeout=Timeout(connect=connect_seconds, read=answer_seconds),
            retries=Retry(
                total=extra_tries,
                read=0,
                redirect=0,
                status_forcelist=_TRY_AGAIN,
                allowed_methods=None,
                backoff_factor=backoff_seconds,
                respect_retry_after_header=False,
                raise_on_status=False,
            ),
        )

    def look_up(self, unit_number: str, tax_id: str) -> CustomerRecord | None:
        """Ask once for this customer. Personal data travels in the body alone, never in the address."""
        question = json.dumps({"unit_number": unit_number, "tax_id": tax_id}).encode()
        begun = monotonic()
        try:
            answer = self._pool.request(
                "POST", self._url, body=question, redirect=False, preload_content=False
            )
            try:
                content = self._read(answer, begun)
            finally:
                answer.close()
        except HTTPError as error:
            raise _unavailable(type(error).__name__) from None
        return _record(answer.status, content, unit_number)

    def _read(self, answer: BaseHTTPResponse, begun: float) -> bytes:
        """The body, as long as it is small and comes in time: each read has a limit, and all of them together."""
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_CHUNK_BYTES):
            parts.append(part)
            size += len(part)
            if size > LARGEST_ANSWER_BYTES:
                raise _unavailable("too_large")
            if monotonic() - begun > 2 * self._answer_seconds:
                raise _unavailable("too_slow")
        return b"".join(parts)


def _record(status: int, content: bytes, unit_number: str) -> CustomerRecord | None:
    if status != 200:
        raise _unavailable(f"status_{status}")
    try:
        record = CustomerAnswer.model_validate_json(content).customer
    except ValidationError:
        raise _unavailable("not_as_agreed") from None
    if record is not None and record.unit_number != unit_number:
        raise _unavailable("another_unit")
    return record


def _unavailable(why: str) -> CustomerSystemUnavailable:
    logger.warning("customer system: %s", why)
    return CustomerSystemUnavailable(why)
