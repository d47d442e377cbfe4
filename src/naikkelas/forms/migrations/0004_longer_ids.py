from django.db import models

from naikkelas.trail.columns import Widen
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("forms", "0003_unasked"),
    ]

    operations = [
        Widen("formversion", "form_id", models.CharField(max_length=250)),
    ]
