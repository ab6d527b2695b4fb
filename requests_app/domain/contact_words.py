"""What a change of contact is said to be: the same sentences on the page, in the e-mails and in the history."""


def what_changed(*, is_email: bool, is_phone: bool) -> str:
    """`O titular mudou o e-mail e o telefone.`, for everybody but the holder; never the values."""
    if is_email and is_phone:
        return "O titular mudou o e-mail e o telefone."
    return "O titular mudou o e-mail." if is_email else "O titular mudou o telefone."


def done_lines(*, is_email: bool, is_phone: bool, followed: int) -> tuple[str, ...]:
    """What the holder reads once the change is done; `followed` counts the other requests that changed too."""
    if is_email and is_phone:
        first = "Seu e-mail e seu telefone mudaram. Os avisos chegam agora no novo endereço."
    elif is_email:
        first = "Seu e-mail mudou. Os avisos chegam agora no novo endereço."
    else:
        first = "Seu telefone mudou."
    lines = [first]
    if followed == 1:
        lines.append("A mudança vale também para outro pedido seu em andamento.")
    elif followed > 1:
        lines.append(f"A mudança vale também para outros {followed} pedidos seus em andamento.")
    told = "Seu responsável técnico fica sabendo que o contato mudou, mas não recebe o contato novo."
    return (*lines, f"Avisamos também o e-mail antigo. {told}" if is_email else told)
