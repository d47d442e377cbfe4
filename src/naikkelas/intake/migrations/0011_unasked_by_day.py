from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0010_area_indexed_once"),
    ]

    operations = [
        migrations.AddIndex(
            "entitychange",
            models.Index(
                fields=["decided_at"], condition=models.Q(unasked=True), name="entity_change_unasked"
            ),
        ),
    ]
