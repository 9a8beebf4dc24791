import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('transferred', '县内转学'), ('came', '县外转入'), ('went', '转往县外'), ('suspended', '休学'), ('returned', '复学'), ('left', '离校'), ('reclassed', '调班'), ('graduated', '毕业'), ('promoted', '升级')], max_length=12)),
                ('pupil', models.BigIntegerField(db_index=True, null=True)),
                ('count', models.PositiveIntegerField(default=1)),
                ('title', models.CharField(blank=True, max_length=100)),
                ('on', models.DateField()),
                ('until', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('counterpart', models.CharField(blank=True, max_length=200)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('contact', models.CharField(blank=True, max_length=60)),
                ('batch', models.BigIntegerField(null=True)),
                ('classes_batch', models.BigIntegerField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=100)),
                ('by_post', models.CharField(max_length=200)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ('-at', '-pk'),
                'indexes': [models.Index(fields=['school', 'kind', 'on'], name='movement_school')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pupil', models.BigIntegerField()),
                ('state', models.CharField(choices=[('asked', '待放行'), ('released', '已放行'), ('refused', '不同意'), ('withdrawn', '已撤回'), ('done', '已转入')], default='asked', max_length=10)),
                ('reason', models.CharField(choices=[('moved', '家庭住址变迁'), ('work', '父母工作调动或务工'), ('merged', '学校撤并'), ('health', '身体原因，需就近就读'), ('other', '其他')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('grade', models.CharField(max_length=16)),
                ('class_room', models.BigIntegerField(null=True)),
                ('effective_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.CharField(max_length=100)),
                ('asked_post', models.CharField(max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, max_length=100)),
                ('answered_post', models.CharField(blank=True, max_length=200)),
                ('by_office', models.BooleanField(default=False)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('moved_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit')),
            ],
            options={
                'ordering': ('-asked_at', '-pk'),
                'indexes': [models.Index(fields=['state', 'effective_on'], name='transfer_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'released'])), fields=('pupil',), name='transfer_one_open')],
            },
        ),
    ]
