from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0008_papers")]

    operations = [
        migrations.AddField(
            model_name="holder",
            name="entry_epoch",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
