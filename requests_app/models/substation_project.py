"""The project of the entry substation: what was sent in each round, and what the utility answered."""

from django.db import models
from django.db.models import Q

from documents.models import StoredFile
from portal.outbox.append_only import AppendOnly
from requests_app.models.access_request import AccessRequest


class ProjectPart(models.TextChoices):
    """What a file of a project is."""

    PROJECT = "project", "Projeto da subestação de entrada"
    MORE_SHEETS = "more_sheets", "Memorial e outras folhas do projeto"
    DESIGN_ART = "design_art", "ART ou TRT do projeto"
    BUILDING_ART = "building_art", "ART ou TRT da construção"
    DESIGN_PAYMENT = "design_payment", "Comprovante de pagamento da ART ou do TRT do projeto"
    BUILDING_PAYMENT = "building_payment", "Comprovante de pagamento da ART ou do TRT da construção"


class SubstationProject(AppendOnly):
    """One submission of the project. Rounds are numbered from 1; a new one comes after every answer."""

    access_request = models.ForeignKey(
        AccessRequest, on_delete=models.PROTECT, related_name="substation_projects"
    )
    round = models.PositiveIntegerField()
    event = models.OneToOneField("requests_app.Event", on_delete=models.PROTECT, related_name="+")
    rule_code = models.CharField(max_length=60)
    submitted_at = models.DateTimeField()
    submitted_on = models.DateField()
    submitted_by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(name="project_once_per_round", fields=["access_request", "round"])
        ]

    def __str__(self) -> str:
        return f"projeto {self.access_request_id}, envio {self.round}"


class SubstationProjectFile(AppendOnly):
    """One file of one round; a file that did not change stands in several rounds."""

    project = models.ForeignKey(SubstationProject, on_delete=models.PROTECT, related_name="files")
    part = models.CharField(max_length=20, choices=ProjectPart.choices)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="project_files")

    class Meta(AppendOnly.Meta):
        constraints = [models.UniqueConstraint(name="project_part_once", fields=["project", "part"])]

    def __str__(self) -> str:
        return f"{self.part} #{self.pk}"


class SubstationProjectAnswer(AppendOnly):
    """The utility's answer to one round. `found_gaps`: the answer before had left reasons out (art. 51)."""

    class Outcome(models.TextChoices):
        RETURNED = "returned", "devolvido"
        APPROVED = "approved", "aprovado"

    project = models.OneToOneField(SubstationProject, on_delete=models.PROTECT, related_name="answer")
    event = models.OneToOneField("requests_app.Event", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    found_gaps = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    answered_on = models.DateField()
    answered_by_id = models.BigIntegerField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                name="only_a_return_finds_gaps", condition=Q(outcome="returned") | Q(found_gaps=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} #{self.project_id}"


class SubstationProjectReason(models.Model):
    """Why a project came back: what, by which rule, and how to fix it. Words, so blankable."""

    answer = models.ForeignKey(SubstationProjectAnswer, on_delete=models.PROTECT, related_name="reasons")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    rule = models.TextField()
    how_to_fix = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="project_reason_numbered_once", fields=["answer", "number"])
        ]

    def __str__(self) -> str:
        return f"motivo {self.number}"
