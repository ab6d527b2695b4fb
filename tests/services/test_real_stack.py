"""The real servers and processes of this lane: they start, they share one database and bucket, they can be killed."""

import urllib.request

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from tests.services.real_stack import RealStack, wait_until


def test_the_portal_runs_on_the_distributions_servers_and_survives_their_loss(real_stack: RealStack) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        assert int(cursor.fetchone()[0]) < 180000, "not the embedded one"
    real_stack.start("web", "worker", "beat")
    with urllib.request.urlopen(f"{real_stack.url}/readyz", timeout=10) as answer:
        assert answer.status == 200

    wait_until(lambda: "deliver_due" in real_stack.output("worker"), lambda: real_stack.output("worker"))
    real_stack.kill("worker")
    assert not real_stack.is_running("worker")
    real_stack.start("worker")

    real_stack.redis.stop()
    real_stack.redis.start()
    before = real_stack.output("worker").count("succeeded")
    wait_until(
        lambda: real_stack.output("worker").count("succeeded") > before, lambda: real_stack.output("worker")
    )


def test_a_test_has_its_own_bucket_and_database(real_stack: RealStack) -> None:
    assert not default_storage.exists("kept")
    default_storage.save("kept", ContentFile(b"bytes"))
    with default_storage.open("kept") as kept:
        assert kept.read() == b"bytes"
    ContentType.objects.create(app_label="probe", model="committed")
    assert ContentType.objects.filter(app_label="probe").count() == 1
