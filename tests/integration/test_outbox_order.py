"""What a person waits for is carried out before what can wait, and what can wait is carried out too."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.outbox.effects import patient_kinds
from portal.outbox.models import OutboxRow
from portal.outbox.tasks import deliver_one
from tests.factories import filed_request

pytestmark = pytest.mark.django_db


def test_a_receipt_does_not_stand_behind_the_pictures_of_pages() -> None:
    filed_request()
    pictures = OutboxRow.objects.filter(kind="documents.render_pages")
    assert "documents.render_pages" in patient_kinds() and pictures.exists()
    pictures.update(not_before=timezone.now() - timedelta(days=1))
    OutboxRow.objects.exclude(kind__in=["documents.render_pages", "requests.receipt"]).delete()
    assert deliver_one()
    assert [row.kind for row in OutboxRow.objects.filter(done_at__isnull=False)] == ["requests.receipt"]
    assert deliver_one()
    assert pictures.filter(done_at__isnull=False).count() == 1
