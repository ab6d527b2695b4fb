from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0007_rooms")]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="connected_on",
            field=models.DateField(null=True, verbose_name="ligada em"),
        ),
    ]
