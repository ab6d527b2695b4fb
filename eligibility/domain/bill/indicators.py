"""Every indicator that the numbers of one bill allow, and, for each of the others, why it could not be worked out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from eligibility.domain.bill.billed_demand import billed_demand, injection_billed, unused_demand
from eligibility.domain.bill.demand_overrun import DemandKind, overrun
from eligibility.domain.bill.load_factor import post_load_factor, simple_load_factor
from eligibility.domain.bill.modality import TariffModality
from eligibility.domain.bill.peak_hours import Post, PostHours, ReadingPeriod, hours_of
from eligibility.domain.bill.power_factor import power_factor
from eligibility.domain.bill.quantities import Indicator
from eligibility.domain.bill.reactive import reactive_demand
from eligibility.domain.findings import Refused


class PostNumbers(BaseModel):
    """What the bill says of one post; None where it does not say. Contracted demand by post only in the blue modality."""

    model_config = ConfigDict(frozen=True)

    energy_kwh: Decimal | None = None
    max_kw: Decimal | None = None
    reactive_kvarh: Decimal | None = None
    dmcr_kw: Decimal | None = None
    contracted_kw: Decimal | None = None


class BillNumbers(BaseModel):
    """One cycle of group A. In the green modality `contracted_kw` holds for the larger of both posts.

    Energy of the reserved post counts in the simple load factor alone: that one is about the whole month.
    """

    model_config = ConfigDict(frozen=True)

    previous_reading_on: date
    current_reading_on: date
    modality: TariffModality = TariffModality.green
    peak: PostNumbers = PostNumbers()
    off_peak: PostNumbers = PostNumbers()
    reserved_energy_kwh: Decimal | None = None
    contracted_kw: Decimal | None = None
    injection_measured_kw: Decimal | None = None
    injection_contracted_kw: Decimal | None = None


class NotComputed(BaseModel):
    """An indicator that could not be worked out, and why, in Portuguese."""

    model_config = ConfigDict(frozen=True)

    label: str
    why: str


class BillIndicators(BaseModel):
    """The real hours, what was worked out, and what was not."""

    model_config = ConfigDict(frozen=True)

    hours: PostHours
    found: tuple[Indicator, ...]
    not_computed: tuple[NotComputed, ...]


def bill_indicators(numbers: BillNumbers) -> BillIndicators:
    """The indicators of one bill by the rules of the day of its reading. Refused for an impossible period alone."""
    period = ReadingPeriod.between(numbers.previous_reading_on, numbers.current_reading_on)
    sheet = _Sheet(hours_of(period), period.last)
    for post, of_post in ((Post.peak, numbers.peak), (Post.off_peak, numbers.off_peak)):
        sheet.factors(post, of_post)
    _whole(sheet, numbers)
    if numbers.modality is TariffModality.blue:
        for post, of_post in ((Post.peak, numbers.peak), (Post.off_peak, numbers.off_peak)):
            sheet.demand(post.label, of_post.max_kw, of_post.contracted_kw, {post: of_post.dmcr_kw})
    else:
        both = {Post.peak: numbers.peak.dmcr_kw, Post.off_peak: numbers.off_peak.dmcr_kw}
        sheet.demand("", _largest(numbers), numbers.contracted_kw, both)
    sheet.injection(numbers)
    return BillIndicators(hours=sheet.hours, found=tuple(sheet.found), not_computed=tuple(sheet.missing))


class _Sheet:
    """Collects what is worked out and what is not, in the order in which it is asked for."""

    def __init__(self, hours: PostHours, on: date) -> None:
        self.hours, self.on = hours, on
        self.found: list[Indicator] = []
        self.missing: list[NotComputed] = []

    def add(
        self, label: str, work_out: Callable[..., Indicator], **amounts: Decimal | None
    ) -> Decimal | None:
        """The value, kept with its indicator; None with the reason when an amount is missing or refused."""
        if any(value is None for value in amounts.values()):
            self.missing.append(
                NotComputed(label=label, why="A fatura não traz todos os números desta conta.")
            )
            return None
        try:
            result = work_out(**amounts, on=self.on)
        except Refused as refusal:
            self.missing.append(NotComputed(label=label, why=refusal.message))
            return None
        self.found.append(result.model_copy(update={"label": label}))
        return result.value

    def factors(self, post: Post, numbers: PostNumbers) -> None:
        hours = self.hours.of(post)
        self.add(
            f"Fator de carga, {post.label}",
            lambda **given: post_load_factor(post=post, hours=hours, **given),
            energy_kwh=numbers.energy_kwh,
            max_kw=numbers.max_kw,
        )
        self.add(
            f"Fator de potência, {post.label}",
            power_factor,
            energy_kwh=numbers.energy_kwh,
            reactive_kvarh=numbers.reactive_kvarh,
        )

    def demand(
        self,
        name: str,
        measured: Decimal | None,
        contracted: Decimal | None,
        dmcr: dict[Post, Decimal | None],
    ) -> None:
        after = f", {name}" if name else ""
        given = {"measured_kw": measured, "contracted_kw": contracted}
        self.add(
            f"Ultrapassagem da demanda de consumo{after}",
            lambda **amounts: overrun(kind=DemandKind.consumption, **amounts).excess,
            **given,
        )
        billed = self.add(f"Demanda faturada{after}", billed_demand, **given)
        self.add(f"Demanda contratada e não usada{after}", unused_demand, **given)
        for post, corrected in dmcr.items():
            label = f"Excedente de demanda reativa (UFDR), {post.label}"
            self.add(label, reactive_demand, dmcr_kw=corrected, billed_kw=billed)

    def injection(self, numbers: BillNumbers) -> None:
        contracted = numbers.injection_contracted_kw
        if contracted is None and numbers.injection_measured_kw is None:
            return
        self.add(
            "Ultrapassagem da demanda de injeção",
            lambda **amounts: overrun(kind=DemandKind.injection, **amounts).excess,
            measured_kw=numbers.injection_measured_kw,
            contracted_kw=contracted,
        )
        self.add(
            "Demanda de injeção faturada",
            injection_billed,
            contracted_kw=contracted,
            consumption_kw=_largest(numbers),
        )


def _whole(sheet: _Sheet, numbers: BillNumbers) -> None:
    energies = (numbers.peak.energy_kwh, numbers.off_peak.energy_kwh)
    known = [energy for energy in energies if energy is not None]
    reserved = numbers.reserved_energy_kwh or Decimal(0)
    total = sum(known, reserved) if len(known) == len(energies) else None
    sheet.add(
        "Fator de carga, forma simples", simple_load_factor, energy_kwh=total, demand_kw=_largest(numbers)
    )


def _largest(numbers: BillNumbers) -> Decimal | None:
    """The larger measured demand of both posts; None unless both are known."""
    peak, off_peak = numbers.peak.max_kw, numbers.off_peak.max_kw
    return None if peak is None or off_peak is None else max(peak, off_peak)
