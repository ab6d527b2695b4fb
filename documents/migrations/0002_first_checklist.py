"""The packaged checklist is version 1 of every installation; later versions are published, never edited."""

from django.db import migrations

from documents.domain.checklist import checksum, packaged_checklist


def publish(apps, schema_editor):
    packaged = packaged_checklist("micro_up_to_10")
    apps.get_model("documents", "ChecklistVersion").objects.get_or_create(
        code=packaged.code,
        number=packaged.version,
        defaults={
            "valid_from": packaged.valid_from,
            "content": packaged.model_dump(mode="json"),
            "sha256": checksum(packaged),
        },
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]
