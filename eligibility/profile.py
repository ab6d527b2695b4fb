"""The utility this portal serves, chosen by configuration."""

from functools import cache

from django.conf import settings

from eligibility.domain.operator import OperatorProfile, load_profile


@cache
def current_profile() -> OperatorProfile:
    """The operator profile named by PORTAL_OPERATOR_PROFILE; raises UnknownProfile at first use."""
    return load_profile(settings.OPERATOR_PROFILE)
