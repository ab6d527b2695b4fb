"""History tells the state: what was done is folded through the table, and a chain that does not fit is an error."""

from collections.abc import Iterable

from requests_app.domain.lifecycle import FACTS, Action, State, row_for


class ReplayError(ValueError):
    """The recorded actions do not follow one from the other, so history tells no state."""


def replay(done: Iterable[tuple[Action, State]]) -> State:
    """The state after these actions, each with the state it was recorded from, oldest first; a draft before any.

    Raises ReplayError where the table has no such row, or where an action was recorded from another state than
    the one that the actions before it lead to.
    """
    state = State.DRAFT
    for place, (action, source) in enumerate(done, start=1):
        if source is not state:
            raise ReplayError(f"event {place}: {action} recorded from {source}, but the request was {state}")
        row = row_for(action, source)
        if row is None and action in FACTS:
            continue
        if row is None:
            raise ReplayError(f"event {place}: the table has no {action} from {source}")
        state = row.target
    return state
