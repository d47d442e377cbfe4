from django.db import models

from naikkelas.trail.columns import Widen
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0011_unasked_by_day"),
    ]

    operations = [
        Widen("delivery", "instrument", models.CharField(blank=True, max_length=250)),
    ]
