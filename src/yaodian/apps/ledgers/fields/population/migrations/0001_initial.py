import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PopulationHistory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.BigIntegerField()),
                ('version', models.IntegerField()),
                ('record_from', models.DateTimeField()),
                ('record_to', models.DateTimeField(null=True)),
                ('batch', models.BigIntegerField()),
                ('gone', models.BooleanField(default=False)),
                ('changes', models.CharField(blank=True, max_length=1000)),
                ('central_school_id', models.BigIntegerField(db_column='central_school_id', null=True)),
                ('township', models.CharField(max_length=40, null=True)),
                ('counted_on', models.DateField(null=True)),
                ('age', models.BigIntegerField(null=True)),
                ('sex', models.CharField(max_length=16, null=True)),
                ('basis', models.CharField(max_length=16, null=True)),
                ('number', models.BigIntegerField(null=True)),
                ('disabled', models.BigIntegerField(null=True)),
                ('source', models.CharField(max_length=16, null=True)),
                ('source_document', models.CharField(max_length=100, null=True)),
                ('note', models.CharField(max_length=200, null=True)),
            ],
            options={
                'db_table': 'ledger_population_history',
                'indexes': [models.Index(fields=['row', 'version'], name='population_h_row'), models.Index(fields=['batch'], name='population_h_batch')],
            },
        ),
        migrations.CreateModel(
            name='PopulationStaged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.BigIntegerField()),
                ('sheet', models.CharField(blank=True, max_length=100)),
                ('line', models.IntegerField()),
                ('row', models.BigIntegerField(null=True)),
                ('version', models.IntegerField(null=True)),
                ('act', models.CharField(blank=True, max_length=12)),
                ('changes', models.CharField(blank=True, max_length=1000)),
                ('central_school_id', models.BigIntegerField(db_column='central_school_id', null=True)),
                ('township', models.CharField(max_length=40, null=True)),
                ('counted_on', models.DateField(null=True)),
                ('age', models.BigIntegerField(null=True)),
                ('sex', models.CharField(max_length=16, null=True)),
                ('basis', models.CharField(max_length=16, null=True)),
                ('number', models.BigIntegerField(null=True)),
                ('disabled', models.BigIntegerField(null=True)),
                ('source', models.CharField(max_length=16, null=True)),
                ('source_document', models.CharField(max_length=100, null=True)),
                ('note', models.CharField(max_length=200, null=True)),
            ],
            options={
                'db_table': 'ledger_population_staged',
                'indexes': [models.Index(fields=['run', 'act', 'id'], name='population_s_run')],
            },
        ),
        migrations.CreateModel(
            name='Population',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('version', models.IntegerField(default=1)),
                ('township', models.CharField(max_length=40)),
                ('counted_on', models.DateField()),
                ('age', models.BigIntegerField()),
                ('sex', models.CharField(max_length=16)),
                ('basis', models.CharField(max_length=16)),
                ('number', models.BigIntegerField()),
                ('disabled', models.BigIntegerField(null=True)),
                ('source', models.CharField(max_length=16)),
                ('source_document', models.CharField(max_length=100, null=True)),
                ('note', models.CharField(max_length=200, null=True)),
                ('central_school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'db_table': 'ledger_population',
                'indexes': [models.Index(fields=['counted_on', 'id'], name='population_counted_on_s'), models.Index(fields=['age', 'id'], name='population_age_s'), models.Index(fields=['counted_on', 'central_school'], name='population_counted_on_f'), models.Index(fields=['age', 'central_school'], name='population_age_f'), models.Index(fields=['sex', 'central_school'], name='population_sex_f'), models.Index(fields=['basis', 'central_school'], name='population_basis_f'), models.Index(fields=['source', 'central_school'], name='population_source_f')],
                'constraints': [models.UniqueConstraint(fields=('township', 'counted_on', 'age', 'sex', 'basis'), name='population_identity')],
            },
        ),
    ]
