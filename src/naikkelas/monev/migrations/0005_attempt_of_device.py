from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monev", "0004_plan")]

    operations = [
        migrations.AddField(
            model_name="contactattempt",
            name="client_id",
            field=models.CharField(max_length=60, null=True, unique=True),
        ),
    ]
