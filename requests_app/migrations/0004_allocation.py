from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0003_filed_answers")]

    operations = []
