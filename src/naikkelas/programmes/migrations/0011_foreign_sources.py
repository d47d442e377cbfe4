from django.db import migrations, models

SOURCES = [
    ("apbn_tp", "Apbn Tp"), ("apbn_dekon", "Apbn Dekon"), ("phln_tp", "Phln Tp"), ("phln_dekon", "Phln Dekon"), ("dak", "Dak"),
    ("apbd_province", "Apbd Province"), ("apbd_regency", "Apbd Regency"),
]


class Migration(migrations.Migration):

    dependencies = [
        ("programmes", "0010_amendments"),
    ]

    operations = [
        migrations.AlterField("ceiling", "source", models.CharField(choices=SOURCES, max_length=14)),
        migrations.AlterField("plutbudget", "source", models.CharField(choices=SOURCES, max_length=14)),
    ]
