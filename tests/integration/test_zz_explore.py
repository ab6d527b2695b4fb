"""explore: many seeds, collect distinct failures."""

import sys, traceback, json
from collections import Counter
import pytest
from hypothesis import given, settings, HealthCheck, Phase, seed
import tests.integration.test_any_facts as m
from tests.golden.admissible import admissible_facts
from django.db import transaction
from django.core.cache import cache
import time_machine
from datetime import datetime, time
from django.utils import timezone

pytestmark = pytest.mark.django_db
import os


def test_explore():
    seen = Counter()
    bad = {}
    statuses = Counter()
    import logging

    logging.disable(logging.CRITICAL)

    @seed(int(os.environ["SEED"]))
    @settings(
        max_examples=int(os.environ["N"]),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(admissible_facts())
    def run(facts):
        cache.clear()
        noon = timezone.make_aware(datetime.combine(facts.filed_on, time(12)))
        with time_machine.travel(noon, tick=False), transaction.atomic():
            try:
                with transaction.atomic():
                    m._walk(facts, seen)
            except Exception as e:
                tb = traceback.extract_tb(e.__traceback__)
                ours = [f for f in tb if "/work/main/" in f.filename and ".venv" not in f.filename]
                key = f"{type(e).__name__}: {str(e)[:200]} @ {ours[-1].filename[11:]}:{ours[-1].lineno}"
                k2 = (
                    key
                    if isinstance(e, AssertionError)
                    else f"{type(e).__name__} @ {ours[-1].filename[11:]}:{ours[-1].lineno}"
                )
                if k2 not in bad:
                    bad[k2] = (
                        key,
                        [f"{f.filename.replace('/work/main/', '')}:{f.lineno} {f.name}" for f in tb][-14:],
                        facts.model_dump_json(exclude_defaults=True),
                    )
                statuses[k2] += 1
                open(f"/tmp/anyf/live-{os.environ['SEED']}.txt", "a").write(
                    "\n".join(["=====", *map(str, bad[k2])]) + "\n" if statuses[k2] == 1 else ""
                )
            transaction.set_rollback(True)

    import time as t0

    b = t0.perf_counter()
    run()
    print("took", t0.perf_counter() - b)
    print(seen, statuses)
    pass
    with open(f"/tmp/anyf/out-{os.environ['SEED']}.txt", "w") as o:
        print(seen, file=o)
        print(statuses, file=o)
        for k, (key, tb, f) in bad.items():
            print("=====", k, "\n", key, file=o)
            print("\n".join(tb), file=o)
            print(f, file=o)
