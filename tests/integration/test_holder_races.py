"""Two at once at the holder's door: a code serves one of them, and tries are counted whatever the hurry."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import timezone

from eligibility.domain.findings import Refused
from requests_app.models import HolderAccess, HolderCode
from requests_app.services.people import holder_access
from tests.factories import filed_request
from tests.integration.test_holder_access import code_in_mail, other_than


def knock(codes: list[str]) -> list[str]:
    """Try every code at the same time; gives what each was told."""

    def once(code: str) -> str:
        try:
            holder_access.enter(HolderAccess.objects.get(), code, now=timezone.now())
        except Refused as refused:
            return refused.code
        else:
            return "in"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(codes)) as pool:
        return list(pool.map(once, codes))


def test_a_code_lets_one_in_and_wrong_tries_are_all_counted(committing_db: str) -> None:
    filed_request()
    holder_access.request_code(HolderAccess.objects.get(), now=timezone.now())
    code = code_in_mail()
    assert sorted(knock([code] * 4)) == ["holder_code_over"] * 3 + ["in"]
    holder_access.request_code(HolderAccess.objects.get(), now=timezone.now())
    told = knock([other_than(code_in_mail())] * 8)
    assert told.count("holder_code_wrong") == holder_access.MAX_TRIES
    assert HolderCode.objects.latest("pk").attempts == holder_access.MAX_TRIES
