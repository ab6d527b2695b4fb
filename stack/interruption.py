"""Ctrl-C and TERM as one exception, so that whatever was started is stopped on the way out."""

import signal
from types import FrameType
from typing import NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Somebody asked us to end."""


def raise_on_signals() -> None:
    """From now on the first signal raises Stop in the main thread; later ones are ignored while we clear up."""
    for number in _SIGNALS:
        signal.signal(number, _stop_once)


def _stop_once(_number: int, _frame: FrameType | None) -> NoReturn:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stop
