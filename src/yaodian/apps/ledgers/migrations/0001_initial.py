import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('jobs', '0001_initial'),
        ('orgs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sweep',
            fields=[
                ('register', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('swept_at', models.DateTimeField(null=True)),
                ('dirty', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('identity', models.CharField(max_length=300)),
                ('row', models.BigIntegerField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('register', 'identity'), name='ledger_alias_once')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('registers', models.JSONField(default=list)),
                ('writes', models.BooleanField(default=False)),
                ('purpose', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=100)),
                ('expires_on', models.DateField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.post')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('kind', models.CharField(choices=[('form', '填表'), ('import', '导入'), ('undo', '撤销导入'), ('api', '接口'), ('movement', '学籍异动'), ('followed', '系统随动'), ('initial', '初次装入')], max_length=16)),
                ('at', models.DateTimeField(db_index=True)),
                ('by_user', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('removed', models.PositiveIntegerField(default=0)),
                ('undone_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undoes', to='ledgers.batch')),
            ],
            options={
                'ordering': ('-at', '-pk'),
            },
        ),
        migrations.CreateModel(
            name='Double',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('one', models.BigIntegerField()),
                ('other', models.BigIntegerField()),
                ('state', models.CharField(choices=[('apart', '不是同一个'), ('merged', '已合并'), ('undone', '合并已撤销')], max_length=8)),
                ('says', models.CharField(max_length=200)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('batches', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ('-at', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['apart', 'merged'])), fields=('register', 'one', 'other'), name='ledger_double_once')],
            },
        ),
        migrations.CreateModel(
            name='Filing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('period', models.CharField(max_length=12)),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('due', models.DateField()),
                ('state', models.CharField(choices=[('draft', '未报'), ('submitted', '已报待审'), ('returned', '已退回'), ('approved', '已审定'), ('amended', '已被补报代替')], default='draft', max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('handed_in_on', models.DateField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('submitted_by', models.CharField(blank=True, max_length=100)),
                ('says', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=100)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('warnings', models.PositiveIntegerField(default=0)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('chased_on', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ('register', 'period', 'unit__path', 'number'),
            },
        ),
        migrations.CreateModel(
            name='FiledRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.BigIntegerField()),
                ('version', models.IntegerField()),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pinned', to='ledgers.filing')),
            ],
        ),
        migrations.CreateModel(
            name='FilingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('state', models.CharField(choices=[('draft', '未报'), ('submitted', '已报待审'), ('returned', '已退回'), ('approved', '已审定'), ('amended', '已被补报代替')], max_length=12)),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('says', models.CharField(blank=True, max_length=300)),
                ('filing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='ledgers.filing')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='HeadingMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=64)),
                ('mapping', models.JSONField()),
                ('by_name', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('reading', '正在读取核对'), ('mapping', '待对应列名'), ('checked', '待确认'), ('writing', '正在写入'), ('done', '已写入'), ('undone', '已撤销'), ('failed', '没有读成'), ('cancelled', '已取消')], default='reading', max_length=12)),
                ('by_user', models.BigIntegerField(null=True)),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('period', models.CharField(blank=True, max_length=12)),
                ('profile', models.CharField(blank=True, max_length=64)),
                ('blanks', models.CharField(choices=[('keep', '空格表示不改'), ('clear', '空格表示清空')], default='keep', max_length=8)),
                ('whole', models.BooleanField(default=False)),
                ('known_only', models.BooleanField(default=False)),
                ('headings', models.JSONField(default=list)),
                ('mapping', models.JSONField(default=dict)),
                ('counts', models.JSONField(default=dict)),
                ('rules', models.JSONField(default=dict)),
                ('message', models.TextField(blank=True)),
                ('batch', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='import_run', to='ledgers.batch')),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ImportDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.BigIntegerField()),
                ('column', models.CharField(blank=True, max_length=64)),
                ('ours', models.BooleanField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='ledgers.import')),
            ],
        ),
        migrations.CreateModel(
            name='ImportProblem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('severity', models.CharField(max_length=8)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('sheet', models.CharField(blank=True, max_length=100)),
                ('number', models.IntegerField(null=True)),
                ('column', models.CharField(blank=True, max_length=64)),
                ('value', models.CharField(blank=True, max_length=200)),
                ('says', models.CharField(max_length=500)),
                ('fix', models.CharField(blank=True, max_length=500)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='problems', to='ledgers.import')),
            ],
            options={
                'ordering': ('pk',),
            },
        ),
        migrations.CreateModel(
            name='NextId',
            fields=[
                ('register', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('free', models.BigIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('free__gt', 0)), name='ledger_next_id_positive')],
            },
        ),
        migrations.CreateModel(
            name='OfficeInCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(max_length=32)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100)),
                ('says', models.TextField(blank=True)),
                ('due', models.DateField(null=True)),
                ('many', models.BooleanField(default=False)),
                ('rows_from', models.CharField(blank=True, max_length=64)),
                ('whom', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('draft', '草稿'), ('open', '填报中'), ('closed', '已结束')], default='draft', max_length=8)),
                ('asked_by', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('copied_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ledgers.return')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='ReturnColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=100)),
                ('kind', models.CharField(max_length=12)),
                ('required', models.BooleanField(default=False)),
                ('options', models.JSONField(default=list)),
                ('unit', models.CharField(blank=True, max_length=12)),
                ('help', models.CharField(blank=True, max_length=200)),
                ('held', models.CharField(blank=True, max_length=140)),
                ('prefill', models.BooleanField(default=False)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='columns', to='ledgers.return')),
            ],
            options={
                'ordering': ('order',),
            },
        ),
        migrations.CreateModel(
            name='ReturnUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', '未报'), ('submitted', '已报'), ('returned', '已退回')], default='waiting', max_length=10)),
                ('rows', models.JSONField(default=list)),
                ('saved_at', models.DateTimeField(null=True)),
                ('count', models.PositiveIntegerField(default=0)),
                ('offered', models.PositiveIntegerField(default=0)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('submitted_by', models.CharField(blank=True, max_length=100)),
                ('says', models.CharField(blank=True, max_length=300)),
                ('chased_on', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='ledgers.return')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ('unit__path',),
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=40)),
                ('wanted', models.JSONField()),
                ('shared_with', models.CharField(blank=True, max_length=32)),
                ('first', models.BooleanField(default=False)),
                ('made_at', models.DateTimeField()),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='FailedCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('register', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=40)),
                ('severity', models.CharField(choices=[('error', 'error'), ('warning', 'warning')], max_length=8)),
                ('row', models.BigIntegerField()),
                ('since', models.DateTimeField()),
                ('explanation', models.CharField(blank=True, max_length=300)),
                ('explained_by', models.CharField(blank=True, max_length=100)),
                ('explained_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'register'], name='ledger_failed_unit')],
                'constraints': [models.UniqueConstraint(fields=('register', 'row', 'code'), name='ledger_failed_once')],
            },
        ),
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['register', 'period', 'state'], name='ledger_filing_period'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(fields=('register', 'unit', 'period', 'number'), name='ledger_filing_once'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned'])), fields=('register', 'unit', 'period'), name='ledger_filing_one_open', violation_error_message='这一期已有一份没有办完的上报'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ledger_filing_amend_says_why', violation_error_message='补报要写明原因'),
        ),
        migrations.AddIndex(
            model_name='filedrow',
            index=models.Index(fields=['row'], name='ledger_filed_row'),
        ),
        migrations.AddConstraint(
            model_name='filedrow',
            constraint=models.UniqueConstraint(fields=('filing', 'row'), name='ledger_filed_row_once'),
        ),
        migrations.AddConstraint(
            model_name='headingmap',
            constraint=models.UniqueConstraint(fields=('unit', 'register', 'signature'), name='ledger_heading_map_once'),
        ),
        migrations.AddIndex(
            model_name='import',
            index=models.Index(fields=['register', '-id'], name='ledger_import_list'),
        ),
        migrations.AddConstraint(
            model_name='importdecision',
            constraint=models.UniqueConstraint(fields=('run', 'row', 'column'), name='ledger_import_decision_once'),
        ),
        migrations.AddConstraint(
            model_name='officeincharge',
            constraint=models.UniqueConstraint(fields=('unit', 'duty'), name='ledger_office_once'),
        ),
        migrations.AddConstraint(
            model_name='return',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('due__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='ledger_return_sent_is_due', violation_error_message='发出的填报要有时限'),
        ),
        migrations.AddConstraint(
            model_name='returncolumn',
            constraint=models.UniqueConstraint(fields=('asked', 'order'), name='ledger_return_column_once'),
        ),
        migrations.AddConstraint(
            model_name='returnunit',
            constraint=models.UniqueConstraint(fields=('asked', 'unit'), name='ledger_return_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('user', 'register', 'name'), name='ledger_view_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('first', True)), fields=('user', 'register'), name='ledger_view_first'),
        ),
    ]
