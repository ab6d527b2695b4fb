"""Loading the packaged rulebook once, checking it whole, and looking rules up by day."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise

from eligibility.domain.rulebook.entries import Rule


class UnknownRule(LookupError):
    """No entry of the rulebook has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    @property
    def message(self) -> str:
        """Portuguese wording for people."""
        return f"A regra “{self.code}” não existe no livro de regras."


class NoRuleOnDate(LookupError):
    """The rule exists, yet no entry of it was in force on that day."""

    def __init__(self, code: str, on: date) -> None:
        self.code = code
        self.on = on
        super().__init__(code, on)

    @property
    def message(self) -> str:
        """Portuguese wording for people."""
        return f"A regra “{self.code}” não estava em vigor em {self.on:%d/%m/%Y}."


class Rulebook:
    """All entries by code, each code ordered by start; ValueError when two entries overlap."""

    def __init__(self, entries: Iterable[Rule]) -> None:
        by_code: dict[str, list[Rule]] = defaultdict(list)
        for entry in entries:
            by_code[entry.code].append(entry)
        for code, versions in by_code.items():
            versions.sort(key=lambda entry: entry.valid_from)
            for earlier, later in pairwise(versions):
                if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                    raise ValueError(
                        f"rule {code!r}: {later.valid_from} overlaps the entry of {earlier.valid_from}"
                    )
        self._by_code = dict(by_code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code, in alphabetical order."""
        return tuple(sorted(self._by_code))

    def rule(self, code: str, on: date) -> Rule:
        """The entry in force on that day; UnknownRule or NoRuleOnDate otherwise."""
        versions = self._by_code.get(code)
        if versions is None:
            raise UnknownRule(code)
        for entry in versions:
            if entry.is_in_force(on):
                return entry
        raise NoRuleOnDate(code, on)

    def entries_of(self, code: str) -> tuple[Rule, ...]:
        """Every entry of a code, ordered by start; empty when there is none."""
        return tuple(self._by_code.get(code, ()))

    def first_day(self, code: str) -> date:
        """The day the first entry of that code came into force; UnknownRule otherwise."""
        if code not in self._by_code:
            raise UnknownRule(code)
        return self._by_code[code][0].valid_from

    def rules(self, on: date) -> tuple[Rule, ...]:
        """Every entry in force on that day, ordered by code."""
        return tuple(entry for code in self.codes for entry in self._by_code[code] if entry.is_in_force(on))


@cache
def packaged_entries() -> tuple[Rule, ...]:
    """The entries that ship with the portal, read once per process."""
    entries = []
    for file in sorted(files(__package__).iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            table = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
            entries += [Rule.model_validate(row) for row in table["rule"]]
    return tuple(entries)


def amended(entries: Iterable[Rule], amendments: Iterable[Rule]) -> tuple[Rule, ...]:
    """The entries with later ones put in: an amendment ends what was in force and replaces what was to come."""
    found = list(entries)
    for newer in amendments:
        found = [kept for kept in (_before(entry, newer) for entry in found) if kept is not None]
        found.append(newer)
    return tuple(found)


def _before(entry: Rule, newer: Rule) -> Rule | None:
    """What is left of an entry once another of its code begins; None when nothing is."""
    if entry.code != newer.code:
        return entry
    if entry.valid_from >= newer.valid_from:
        return None
    ended = newer.valid_from - timedelta(days=1)
    if entry.valid_to is not None and entry.valid_to <= ended:
        return entry
    return entry.model_copy(update={"valid_to": ended})


_in_use: list[Rulebook] = []


def use_amendments(amendments: Iterable[Rule]) -> None:
    """From now on this process answers with these entries over the packaged ones; ValueError when they clash."""
    _in_use[:] = [Rulebook(amended(packaged_entries(), amendments))]


def rulebook() -> Rulebook:
    """The rulebook of this process: the packaged one, with what admins published over it."""
    if not _in_use:
        use_amendments(())
    return _in_use[0]


def rule(code: str, on: date) -> Rule:
    """The rule in force on `on`; raises UnknownRule(code) or NoRuleOnDate(code, on).

    For a request `on` is the day it was filed; for a clock, the day of the event; for a bill, its cycle.
    """
    return rulebook().rule(code, on)


def rules(on: date) -> tuple[Rule, ...]:
    """Every rule in force on `on`, ordered by code."""
    return rulebook().rules(on)
