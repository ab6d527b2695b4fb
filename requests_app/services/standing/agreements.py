"""How far contracts and payments of a request are."""

from requests_app.models import AccessRequest, Agreement, Charge


def contracts_prepared(access_request: AccessRequest) -> int:
    """How many contracts of the opinion in force stand ready to be delivered."""
    if access_request.opinion_id is None:
        return 0
    rows = Agreement.objects.filter(opinion_id=access_request.opinion_id)
    return rows.values("kind").distinct().count()


def charges_open(access_request: AccessRequest) -> int:
    """How many charges of the opinion in force are not yet paid."""
    in_force = Charge.objects.filter(opinion=access_request.opinion) if access_request.opinion else None
    return in_force.filter(paid_on__isnull=True).count() if in_force is not None else 0
