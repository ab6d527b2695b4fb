"""Who must have an authenticator app before doing anything."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from portal.accounts.models import User


def lacks_second_factor(user: User) -> bool:
    """Whether the person's role needs TOTP here and it is not set up. The demo asks nobody."""
    return (
        not settings.IS_DEMO
        and user.needs_second_factor
        and not is_mfa_enabled(user, types=[Authenticator.Type.TOTP])
    )
