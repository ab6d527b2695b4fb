"""The responsible professional behind an account, and who checked the council's registration when."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from eligibility.domain.labels import PROFESSION_LABELS
from eligibility.domain.vocabulary import Profession
from portal.outbox.append_only import AppendOnly

UFS = tuple(
    "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO".split()  # noqa: SIM905  27 words
)


class RegistrationState(models.TextChoices):
    """What an analyst said of a registration; that a verification has ended is read from its date."""

    UNVERIFIED = "unverified", "não conferido"
    VERIFIED = "verified", "conferido"
    SUSPENDED = "suspended", "suspenso"


class ResponsibleProfessional(models.Model):
    """Council, registration and profession of a technician. Unverified until an analyst looks at the certificate.

    `version` grows with every change that an analyst must have seen before deciding; `waiting_since` is when
    something new came for the analysts to look at. Each change of `registration_status` has its RegistrationCheck.
    """

    class Council(models.TextChoices):
        CREA = "CREA", "CREA"
        CFT = "CFT", "CFT ou CRT"
        CAU = "CAU", "CAU"
        OTHER = "OTHER", "Outro conselho competente"

    RegistrationStatus = RegistrationState

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="professional"
    )
    profession = models.CharField(
        "profissão", max_length=30, choices=[(p.value, label) for p, label in PROFESSION_LABELS.items()]
    )
    has_attribution = models.BooleanField("atribuição anotada no conselho", default=False)
    council = models.CharField("conselho", max_length=8, choices=Council.choices)
    council_name = models.CharField("nome do conselho", max_length=60, blank=True)
    registration = models.CharField("número de registro", max_length=30)
    registration_uf = models.CharField("UF do registro", max_length=2, blank=True)
    title = models.CharField("título profissional", max_length=80)
    phone = models.CharField("telefone", max_length=20, blank=True)
    certificate = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    registration_status = models.CharField(
        max_length=12, choices=RegistrationState.choices, default=RegistrationState.UNVERIFIED
    )
    verified_until = models.DateField("conferido até", null=True)
    waiting_since = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "profissional"
        verbose_name_plural = "profissionais"
        constraints = [
            models.CheckConstraint(
                name="professional_profession_known",
                condition=Q(profession__in=[p.value for p in Profession]),
            ),
            models.CheckConstraint(
                name="professional_verified_until_a_date",
                condition=Q(registration_status="verified", verified_until__isnull=False)
                | Q(registration_status__in=["unverified", "suspended"], verified_until__isnull=True),
            ),
            models.CheckConstraint(
                name="professional_other_council_named", condition=~Q(council="OTHER", council_name="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council_label} {self.registration}"

    @property
    def council_label(self) -> str:
        """The council as printed before the number: `CREA`, or the name of another one."""
        return self.council_name or self.council


class RegistrationCheck(AppendOnly):
    """One change of the status of a registration: by an analyst, or by the professional who changed the data.

    `reason` and `basis` are the analyst's words to the professional, without personal data. `certificate` is the
    file that was looked at, `version` the professional's version after this change.
    """

    professional = models.ForeignKey(ResponsibleProfessional, on_delete=models.PROTECT, related_name="checks")
    status = models.CharField(max_length=12, choices=RegistrationState.choices)
    verified_until = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    certificate = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="registration_check_once", fields=["professional", "version"]),
            models.CheckConstraint(
                name="suspension_has_reason_and_basis",
                condition=~Q(status="suspended") | (~Q(reason="") & ~Q(basis="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.professional_id}"
