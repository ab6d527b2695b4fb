from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_three_checklists")]

    operations = [
        migrations.AlterField(
            model_name="storedfile",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("upload", "documento enviado"),
                    ("receipt", "comprovante"),
                    ("opinion", "parecer"),
                    ("form", "formulário preenchido pelo portal"),
                ],
                max_length=10,
            ),
        ),
    ]
