"""The child that opens strangers' files is bounded, and knows no secrets."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from documents import confined
from tests import files


def test_the_child_sees_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "segredo")
    seen: dict[str, Any] = {}
    real = subprocess.run

    def watched(*args: Any, **kwargs: Any) -> Any:
        seen.update(kwargs)
        return real(*args, **kwargs)

    monkeypatch.setattr(subprocess, "run", watched)
    facts, _ = confined.run("page_drawing:count", BytesIO(files.pdf_bytes()))
    assert facts == {"pages": 1}
    assert "PORTAL_SECRET_KEY" not in seen["env"]


def test_an_unknown_piece_of_work_is_a_failure() -> None:
    with pytest.raises(confined.ConfinementError):
        confined.run("page_drawing:nothing", BytesIO(b"x"))


MEASURE = """
import resource, sys
from pathlib import Path
from typing import Any
from documents import confined
for name in sys.argv[1:]:
    try:
        confined.run("page_drawing:draw", Path(name), page_number=1, width_px=1240)
    except confined.ConfinementError:
        print("refused")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def test_the_largest_child_stays_within_its_memory(tmp_path: Path) -> None:
    idle, bomb, heavy = tmp_path / "idle", tmp_path / "bomb", tmp_path / "heavy"
    idle.write_bytes(b"not a document")
    bomb.write_bytes(files.pdf_flate_bomb())
    heavy.write_bytes(files.heavy_pdf_bytes(1, 40_000_000))
    assert _largest(bomb, heavy, refused=2) < _largest(idle, refused=1) + 64_000_000


def _largest(*paths: Path, refused: int) -> int:
    # A process of its own: a child inherits the high-water mark of the test run that starts it.
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        cwd=confined.ROOT,
    )
    lines = done.stdout.split()
    assert lines[:-1] == ["refused"] * refused
    return int(lines[-1])
