"""What was answered at filing, whole: what the columns of a request do not hold and the rules ask for again."""

from django.db import models
from django.db.models.fields.json import KT

from eligibility.domain.facts import ProjectFacts
from requests_app.domain.filing import CreditsAnswers, GenerationAnswers, GuaranteeAnswers, UnitAnswers
from requests_app.models.access_request import AccessRequest

PLANT_CODE = "generation__registration__plant_code"
"""Where the answers keep the code of a plant, as a lookup."""


class FiledAnswers(models.Model):
    """One set of answers, without the holder's; a later number replaces an earlier one, and no service changes a row.

    `facts` is the `ProjectFacts` of that day, with what the utility's records and the professional's
    registration said then. The table is no history table: number and address of the unit are personal data,
    which the law may want erased.
    """

    access_request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="filed_answers")
    number = models.PositiveIntegerField(default=1)
    unit = models.JSONField()
    generation = models.JSONField()
    credits = models.JSONField()
    guarantee = models.JSONField(default=dict)
    facts = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="filed_answers_once", fields=["access_request", "number"])
        ]
        # People search by the code of a plant (CEG).
        indexes = [models.Index(KT(PLANT_CODE), name="filed_plant_code")]

    def __str__(self) -> str:
        return f"respostas {self.number} do pedido {self.access_request_id}"

    @property
    def project_facts(self) -> ProjectFacts:
        return ProjectFacts.model_validate(self.facts)

    @property
    def unit_answers(self) -> UnitAnswers:
        return UnitAnswers.model_validate(self.unit)

    @property
    def generation_answers(self) -> GenerationAnswers:
        return GenerationAnswers.model_validate(self.generation)

    @property
    def credits_answers(self) -> CreditsAnswers:
        return CreditsAnswers.model_validate(self.credits)

    @property
    def guarantee_answers(self) -> GuaranteeAnswers:
        return GuaranteeAnswers.model_validate(self.guarantee)
