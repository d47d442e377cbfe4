from django.db import models

from naikkelas.trail.columns import Widen
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0003_written_in"),
    ]

    operations = [
        Widen("event", "object_id", models.CharField(max_length=250)),  # of forms
    ]
