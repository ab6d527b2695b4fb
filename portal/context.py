"""What every page's frame needs: the operator, the menu of the role, the demo bar, the session's end."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from eligibility.profile import current_profile
from portal.accounts.roles import Actor, Role
from portal.session_life import expires_at

_MENUS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.TECHNICIAN: (
        ("Painel", "/painel"),
        ("Solicitações", "/solicitacoes"),
        ("Ferramentas e guias", "/ferramentas"),
        ("Ajuda", "/ajuda"),
    ),
    Role.ANALYST: (
        ("Fila", "/analise/fila"),
        ("Busca", "/analise/busca"),
        ("Mensagens", "/analise/mensagens"),
        ("Registros", "/analise/registros"),
        ("Ajuda", "/ajuda"),
    ),
    Role.SUPERVISOR: (
        ("Fila", "/analise/fila"),
        ("Busca", "/analise/busca"),
        ("Mensagens", "/analise/mensagens"),
        ("Registros", "/analise/registros"),
        ("Ajuda", "/ajuda"),
    ),
    Role.ADMIN: (("Administração", "/admin"), ("Regras", "/prazos"), ("Ajuda", "/ajuda")),
    Role.HOLDER: (("Meu pedido", "/titular"), ("Ajuda", "/ajuda")),
}
_PUBLIC_MENU = (
    ("Documentos necessários", "/documentos-necessarios"),
    ("Ferramentas e guias", "/ferramentas"),
    ("Verificar um parecer", "/verificar"),
    ("Ajuda", "/ajuda"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the layout; costs no SQL beyond the session and the account."""
    actor: Actor | None = getattr(request, "actor", None)
    menu = _MENUS[actor.role] if actor else _PUBLIC_MENU
    user = getattr(request, "user", None)
    label = ""
    if actor is not None:
        name = user.full_name if user is not None and user.is_authenticated else "Titular"
        label = f"{name}, {actor.role.label}" if actor.role is not Role.HOLDER else "Titular"
    return {
        "operator": current_profile(),
        "is_demo": settings.IS_DEMO,
        "actor": actor,
        "actor_label": label,
        "nav": [
            {
                "label": text,
                "url": url,
                "is_current": request.path == url or request.path.startswith(f"{url}/"),
            }
            for text, url in menu
        ],
        "session_expires_at": expires_at(request.session) if actor is not None else None,
        "today": timezone.localdate(),
    }
