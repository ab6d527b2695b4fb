"""Who signs the technical side: council, registration and title of a technician."""

from django.db import transaction

from portal.accounts.models import User
from requests_app.models import ResponsibleProfessional


@transaction.atomic
def save_profile(
    *, user: User, full_name: str, council: str, registration: str, title: str, phone: str
) -> ResponsibleProfessional:
    """Create or change the profile. A new number is unverified again; a suspension is not lifted by an edit."""
    User.objects.filter(pk=user.pk).update(full_name=full_name)
    status = ResponsibleProfessional.RegistrationStatus
    profile = ResponsibleProfessional.objects.select_for_update().filter(user=user).first()
    if profile is None:
        profile = ResponsibleProfessional(user=user)
    is_other_number = (profile.council, profile.registration) != (council, registration)
    if is_other_number and profile.registration_status == status.VERIFIED:
        profile.registration_status = status.UNVERIFIED
    profile.council, profile.registration = council, registration
    profile.title, profile.phone = title, phone
    profile.save()
    return profile
