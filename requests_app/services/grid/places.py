"""Which opinions have to wait until somebody says where the request connects."""

from datetime import date
from typing import NamedTuple

from django.db.models import Exists

from eligibility.domain.findings import Finding, refuse
from eligibility.domain.rulebook import rule
from requests_app.domain.csv_cells import plain
from requests_app.models import (
    AccessRequest,
    ConsumerUnit,
    CustomerAccount,
    Feeder,
    GridPlacement,
    Substation,
    Transformer,
)
from requests_app.services.grid.search import GridPoint, point_of_unit


def known_point(access_request: AccessRequest) -> GridPoint | None:
    """The transformer or feeder that the customers' file names for the unit; None where it names none."""
    unit = ConsumerUnit.objects.filter(access_request=access_request).values_list("number", flat=True).first()
    return point_of_unit(unit) if unit else None


class Place(NamedTuple):
    """Where an analyst placed a request, None where nobody did, and whether the grid's data know its municipality or unit."""

    placement: GridPlacement | None
    is_known: bool

    def missing(self, on: date) -> tuple[Finding, ...]:
        """Why an opinion in favour has to wait for the place.

        Otherwise the account would not know of it and promise the same power again (policy `capacity.placement`).
        """
        if self.placement is not None or not self.is_known:
            return ()
        message = "Indique antes o ponto na rede: o portal tem os dados da rede de onde este pedido se liga."
        return refuse(
            "capacity.not_placed", message, rule("capacity.placement", on).citation, "outcome"
        ).findings


def place_of(access_request: AccessRequest) -> Place:
    """Where the request connects, as far as anybody knows. One statement."""
    here = {"municipality_key": plain(access_request.municipality)}
    unit = ConsumerUnit.objects.filter(access_request=access_request).exclude(number="").values("number")
    codes = CustomerAccount.objects.filter(unit_number__in=unit).values("grid_code")
    is_known = (
        Exists(Substation.objects.filter(**here))
        | Exists(Transformer.objects.filter(**here))
        | Exists(Feeder.objects.filter(**here))
        | Exists(Transformer.objects.filter(code__in=codes))
        | Exists(Feeder.objects.filter(code__in=codes))
    )
    rows = AccessRequest.objects.annotate(is_known=is_known).select_related(
        "grid_placement__transformer__came_with",
        "grid_placement__substation__came_with",
        "grid_placement__feeder",
    )
    row = rows.get(pk=access_request.pk)
    return Place(getattr(row, "grid_placement", None), row.is_known)
