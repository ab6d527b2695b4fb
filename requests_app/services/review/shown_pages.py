"""A yes or no is about what the page showed: when something else is open by now, the answer is refused."""

from eligibility.domain.findings import refuse


def check_shown(shown: str | int | None, current: str | int, what: str) -> None:
    """Compare what a page showed with what is open now; None comes from who names nothing.

    `what` says what changed, with its article. Raises Refused `page_stale`.
    """
    if shown is not None and str(shown) != str(current):
        raise refuse(
            "page_stale",
            f"{what} mudou enquanto esta página estava aberta. Nada foi registrado. "
            "Abra a página de novo e confira antes de responder.",
        )
