"""What is connected where: the consumer unit and the generator of a filed request."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from requests_app.models.access_request import AccessRequest


class ConsumerUnit(models.Model):
    """The unit as declared at filing. `number` holds digits only, ten (old) or fifteen (new); a new unit has none yet."""

    access_request = models.OneToOneField(
        AccessRequest, on_delete=models.PROTECT, related_name="consumer_unit"
    )
    number = models.CharField("número da instalação", max_length=15, db_index=True, blank=True)
    consumer_class = models.CharField("classe", max_length=20)
    group = models.CharField("grupo", max_length=1)
    voltage = models.CharField("tensão", max_length=20)
    phases = models.CharField("fases", max_length=5, blank=True)
    breaker_a = models.PositiveIntegerField("disjuntor (A)", null=True)
    available_power_kw = models.DecimalField("potência disponibilizada (kW)", max_digits=10, decimal_places=3)
    monthly_consumption_kwh = ArrayField(models.DecimalField(max_digits=12, decimal_places=2), size=12)
    street = models.CharField("logradouro", max_length=160)
    street_number = models.CharField("número", max_length=20)
    complement = models.CharField("complemento", max_length=80, blank=True)
    district = models.CharField("bairro", max_length=80)
    municipality = models.CharField("município", max_length=80)
    state = models.CharField("UF", max_length=2)
    postal_code = models.CharField("CEP", max_length=8)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consumer_unit_digits", condition=Q(number__regex=r"^(\d{10}|\d{15})?$")
            ),
            models.CheckConstraint(
                name="consumer_unit_power_positive", condition=Q(available_power_kw__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"unidade do pedido {self.access_request_id}"


class Generator(models.Model):
    """The generation asked for; AC power is the lower of modules and inverters."""

    access_request = models.OneToOneField(AccessRequest, on_delete=models.PROTECT, related_name="generator")
    source = models.CharField("fonte", max_length=30)
    second_source = models.CharField("segunda fonte", max_length=30, blank=True)
    association = models.CharField("associação", max_length=20, blank=True)
    request_kind = models.CharField("tipo de pedido", max_length=30)
    modality = models.CharField("modalidade", max_length=20)
    installed_power_kw = models.DecimalField(max_digits=12, decimal_places=3)
    modules_power_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    inverters_power_kw = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    has_storage = models.BooleanField(default=False)
    wants_fast_track = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="generator_power_positive", condition=Q(installed_power_kw__gt=0))
        ]

    def __str__(self) -> str:
        return f"geração do pedido {self.access_request_id}"


class GeneratorEquipment(models.Model):
    """One model of module or inverter and how many."""

    class Kind(models.TextChoices):
        MODULE = "module", "módulo"
        INVERTER = "inverter", "inversor"

    generator = models.ForeignKey(Generator, on_delete=models.PROTECT, related_name="equipment")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    manufacturer = models.CharField("fabricante", max_length=80)
    model = models.CharField("modelo", max_length=80)
    quantity = models.PositiveIntegerField("quantidade")
    unit_power_w = models.DecimalField("potência de cada (W)", max_digits=12, decimal_places=1)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [
            models.CheckConstraint(name="equipment_counted", condition=Q(quantity__gt=0, unit_power_w__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.manufacturer} {self.model}"
