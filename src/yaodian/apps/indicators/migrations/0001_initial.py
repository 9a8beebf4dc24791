import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnIndicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField()),
                ('office', models.CharField(max_length=32)),
                ('retired_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('live', '实时'), ('filed', '上报口径')], max_length=8)),
                ('on', models.DateField()),
                ('taken_at', models.DateTimeField()),
                ('by_user', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('tables', models.JSONField()),
                ('tree', models.CharField(max_length=64)),
                ('parameters', models.JSONField()),
                ('coverage', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['kind', 'on'], name='indicator_snapshot_day')],
            },
        ),
        migrations.CreateModel(
            name='OwnVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=60)),
                ('form', models.JSONField()),
                ('measure', models.JSONField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by_user', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='indicators.ownindicator')),
            ],
            options={
                'ordering': ('-number',),
                'constraints': [models.UniqueConstraint(fields=('indicator', 'number'), name='indicator_own_version_once'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='indicator_own_change_says_why', violation_error_message='修改口径要写明原因')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('title', models.CharField(max_length=100)),
                ('version', models.PositiveIntegerField()),
                ('period', models.CharField(max_length=12)),
                ('breakdown', models.CharField(blank=True, max_length=40)),
                ('definition', models.JSONField()),
                ('engine', models.JSONField()),
                ('figures', models.JSONField()),
                ('hidden', models.JSONField(default=list)),
                ('filed', models.PositiveIntegerField()),
                ('of', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('current', '有效'), ('corrected', '已更正'), ('withdrawn', '已撤回')], default='current', max_length=10)),
                ('published_at', models.DateTimeField()),
                ('by_user', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=100)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('corrects', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='indicators.publication')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='indicators.snapshot')),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['code', 'period'], name='indicator_publication_code')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('code', 'unit', 'period', 'breakdown'), name='indicator_publication_one_current', violation_error_message='这个数已经公布，要改请用更正'), models.CheckConstraint(condition=models.Q(('state', 'current'), models.Q(models.Q(('reason', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='indicator_publication_end_says_why', violation_error_message='撤回或更正要写明原因')],
            },
        ),
    ]
