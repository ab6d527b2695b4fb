"""What the repository holds, as the architecture tests read it."""

import ast
import subprocess
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PRODUCT = ("portal", "requests_app", "documents", "eligibility", "stack")
DOMAINS = ("requests_app/domain", "documents/domain", "eligibility/domain")


@cache
def files() -> tuple[Path, ...]:
    """Every file that git keeps or would keep, as paths from the root of the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if (CHECKOUT / path).is_file()))


def modules(*folders: str, with_migrations: bool = False) -> list[Path]:
    """The Python modules below some folders of the root."""
    return [
        path
        for path in files()
        if path.suffix == ".py"
        and any(path.is_relative_to(folder) for folder in folders)
        and (with_migrations or "migrations" not in path.parts)
    ]


def text(path: Path) -> str:
    return (CHECKOUT / path).read_text(encoding="utf-8")


def imported(path: Path) -> set[str]:
    """The modules that a module imports, wherever in it the import stands."""
    names = set()
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names
