"""Keep the rulebook of this process in step with what admins published."""

from django.core.cache import cache

from eligibility.domain.rulebook import use_amendments
from eligibility.models import RuleVersion

STAMP = "rulebook:stamp"
_loaded: list[int] = []


def load_amendments() -> int:
    """Read every published entry and use it; the number of the newest one, 0 when there is none."""
    rows = list(RuleVersion.objects.order_by("id"))
    use_amendments(row.rule for row in rows)
    newest = rows[-1].pk if rows else 0
    _loaded[:] = [newest]
    return newest


def announce(newest: int) -> None:
    """Tell the other processes. Lost when the cache is down: the sweep says it again."""
    cache.set(STAMP, newest, timeout=None)


def keep_in_step() -> None:
    """Load at first, and again when another process published since; else nothing but one look into the cache."""
    if not _loaded:
        load_amendments()
        return
    newest = cache.get(STAMP)
    if newest is not None and newest != _loaded[0]:
        load_amendments()
