"""Point every request at its opinion."""

from django.db import migrations


def _point_at_the_opinion(apps, schema_editor):
    """Every opinion so far is the only one of its request, and so the one in force."""
    for opinion in apps.get_model("requests_app", "Opinion").objects.all():
        apps.get_model("requests_app", "AccessRequest").objects.filter(pk=opinion.access_request_id).update(
            opinion=opinion
        )


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0010_life")]

    operations = [migrations.RunPython(_point_at_the_opinion, migrations.RunPython.noop)]
