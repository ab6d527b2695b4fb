"""A message of the folder broker is there whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from kombu.transport.filesystem import Channel

from portal.celery import transport_options


def test_a_message_never_stands_half_written_under_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport_options(f"filesystem://{tmp_path}")
    seen: list[str] = []
    rename = Path.replace

    def watched(self: Path, target: Path) -> Path:
        seen.extend(path.name for path in tmp_path.glob("queue/*.msg"))
        assert json.loads(self.read_text("utf-8")) == {"body": "olá"}
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    put: Callable[..., None] = vars(Channel)["_put"]
    put(SimpleNamespace(data_folder_out=str(tmp_path / "queue")), "celery", {"body": "olá"})
    assert seen == []
    (whole,) = (tmp_path / "queue").iterdir()
    assert whole.name.partition(".")[2] == "celery.msg"
    assert json.loads(whole.read_text("utf-8")) == {"body": "olá"}
