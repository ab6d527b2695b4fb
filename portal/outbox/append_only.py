"""Tables that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE."""

from typing import ClassVar

import pgtrigger
from django.db import models


def append_only_triggers() -> list[pgtrigger.Trigger]:
    """Two triggers: one per row for UPDATE and DELETE, one per statement for TRUNCATE, which rows never see."""
    return [
        pgtrigger.Protect(name="append_only_rows", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="append_only_table",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
        ),
    ]


class AppendOnly(models.Model):
    """Abstract: rows are added and never changed. They hold ids, codes, dates and hashes, no personal data."""

    class Meta:
        abstract = True
        triggers: ClassVar[list[pgtrigger.Trigger]] = append_only_triggers()
