"""The demonstration's accounts; they exist in demo mode only and are printed at start."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.utils import timezone

from eligibility.domain.vocabulary import Profession
from portal.accounts.models import User
from portal.accounts.roles import Role
from requests_app.models import ResponsibleProfessional

PASSWORD = "demonstracao-gd"  # noqa: S105  printed at start, for invented people only
A_CHECK_LASTS = timedelta(days=730)
ACCOUNTS = (
    ("tecnico@demo.portal", "Rafael Nogueira", Role.TECHNICIAN),
    ("analista@demo.portal", "Beatriz Amaral", Role.ANALYST),
    ("analista2@demo.portal", "Caio Lemos", Role.ANALYST),
    ("supervisor@demo.portal", "Sônia Prado", Role.SUPERVISOR),
    ("admin@demo.portal", "Otávio Lima", Role.ADMIN),
    ("admin2@demo.portal", "Marta Reis", Role.ADMIN),
)


def make_people() -> dict[str, User]:
    """Create the accounts that are missing; answers them by the first part of their e-mail."""
    people = {}
    for email, name, role in ACCOUNTS:
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email, PASSWORD, full_name=name, role=role.value, is_superuser=role is Role.ADMIN
            )
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        people[email.split("@")[0]] = user
    ResponsibleProfessional.objects.get_or_create(
        user=people["tecnico"],
        defaults={
            "profession": Profession.electrical_engineer.value,
            "council": "CREA",
            "registration": "MG-000000/D",
            "registration_uf": "MG",
            "title": "Engenheiro eletricista",
            "phone": "31999990000",
            "registration_status": ResponsibleProfessional.RegistrationStatus.VERIFIED,
            "verified_until": timezone.localdate() + A_CHECK_LASTS,
        },
    )
    for place, analyst in enumerate(("analista", "analista2"), start=1):
        ResponsibleProfessional.objects.get_or_create(
            user=people[analyst],
            defaults={
                "profession": Profession.electrical_engineer.value,
                "council": "CREA",
                "registration": f"MG-00000{place}/D",
                "title": "Engenheira eletricista" if analyst == "analista" else "Engenheiro eletricista",
            },
        )
    return people
