import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0009_cooperative_life'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='classchange',
            name='by_rule',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='classchange',
            name='growth',
            field=models.CharField(blank=True, db_default='', default='', max_length=14),
        ),
        migrations.AddField(
            model_name='classchange',
            name='growth_hash',
            field=models.CharField(blank=True, db_default='', default='', max_length=16),
        ),
        migrations.AddField(
            model_name='classchange',
            name='growth_signs',
            field=models.CharField(blank=True, db_default='', default='', max_length=24),
        ),
        migrations.AddField(
            model_name='classchange',
            name='reason',
            field=models.CharField(blank=True, db_default='', default='', max_length=12),
        ),
        migrations.AddField(
            model_name='enterpriseyear',
            name='evidence',
            field=models.CharField(choices=[('visit', 'Visit'), ('document', 'Document'), ('statement', 'Statement'), ('import', 'Import')], db_default='import', default='import', max_length=9),
        ),
        migrations.AddField(
            model_name='enterpriseyear',
            name='evidence_name',
            field=models.CharField(blank=True, db_default='', default='', max_length=150),
        ),
        migrations.AddField(
            model_name='enterpriseyear',
            name='evidence_sha256',
            field=models.CharField(blank=True, db_default='', default='', max_length=64),
        ),
        migrations.AddField(
            model_name='enterpriseyear',
            name='markets',
            field=models.CharField(blank=True, db_default='', default='', max_length=60),
        ),
        migrations.AddField(
            model_name='enterpriseyear',
            name='recorded_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='enterpriseyear',
            name='remark',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
    ]
