"""What may be asked of a bill, group by group, each of them optional: one body for the API and for the pages."""

from typing import Self

from pydantic import BaseModel, model_validator

from eligibility.domain.bill.question_parts import Day, Question
from eligibility.domain.bill.questions_of_demand import (
    BilledDemandQuestion,
    BillQuestion,
    ComplementaryDemandQuestion,
    ContractedDemandQuestion,
    GroupBQuestion,
    HistoryQuestion,
    InjectionDemandQuestion,
    OverrunQuestion,
    ReactiveDemandQuestion,
    SeasonalDemandQuestion,
    TestPeriodQuestion,
    UnusedDemandQuestion,
)
from eligibility.domain.bill.questions_of_energy import (
    ConstantQuestion,
    FlagsQuestion,
    ItemQuestion,
    LoadFactorQuestion,
    LossesQuestion,
    MassMemoryQuestion,
    ModalitiesQuestion,
    ModalityChangeQuestion,
    PowerFactorQuestion,
    PriceQuestion,
    ReactiveHoursQuestion,
    ReadingQuestion,
    RegisterQuestion,
    SpecificConsumptionQuestion,
)


class BillQuestions(Question):
    """Everything that may be asked at once. `on` is the day whose rules hold for what has no date of its own."""

    on: Day | None = None
    bill: BillQuestion | None = None
    history: HistoryQuestion | None = None
    constant: ConstantQuestion | None = None
    reading: ReadingQuestion | None = None
    register_demand: RegisterQuestion | None = None
    load_factor: LoadFactorQuestion | None = None
    power_factor: PowerFactorQuestion | None = None
    overrun: OverrunQuestion | None = None
    billed_demand: BilledDemandQuestion | None = None
    unused_demand: UnusedDemandQuestion | None = None
    seasonal_demand: SeasonalDemandQuestion | None = None
    injection_demand: InjectionDemandQuestion | None = None
    reactive_demand: ReactiveDemandQuestion | None = None
    reactive_hours: ReactiveHoursQuestion | None = None
    mass_memory: MassMemoryQuestion | None = None
    contracted_demand: ContractedDemandQuestion | None = None
    test_period: TestPeriodQuestion | None = None
    modalities: ModalitiesQuestion | None = None
    modality_change: ModalityChangeQuestion | None = None
    group_b: GroupBQuestion | None = None
    complementary_demand: ComplementaryDemandQuestion | None = None
    losses: LossesQuestion | None = None
    flags: FlagsQuestion | None = None
    specific_consumption: SpecificConsumptionQuestion | None = None
    price: PriceQuestion | None = None
    item: ItemQuestion | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.asked:
            raise ValueError("no group")
        return self

    @property
    def asked(self) -> dict[str, BaseModel]:
        """Name → group, of those that were sent, in the order above."""
        groups = ((name, getattr(self, name)) for name in type(self).model_fields if name != "on")
        return {name: group for name, group in groups if group is not None}
