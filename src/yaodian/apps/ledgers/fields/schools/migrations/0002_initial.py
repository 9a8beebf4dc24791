import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('field_schools', '0001_initial'),
        ('field_staff', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='classes',
            name='head_teacher',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_staff.staff'),
        ),
        migrations.AddField(
            model_name='classes',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='classeshistory',
            index=models.Index(fields=['row', 'version'], name='classes_h_row'),
        ),
        migrations.AddIndex(
            model_name='classeshistory',
            index=models.Index(fields=['batch'], name='classes_h_batch'),
        ),
        migrations.AddIndex(
            model_name='classesstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='classes_s_run'),
        ),
        migrations.AddField(
            model_name='schools',
            name='managed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddField(
            model_name='schools',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddField(
            model_name='schools',
            name='successor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='schoolshistory',
            index=models.Index(fields=['row', 'version'], name='schools_h_row'),
        ),
        migrations.AddIndex(
            model_name='schoolshistory',
            index=models.Index(fields=['batch'], name='schools_h_batch'),
        ),
        migrations.AddIndex(
            model_name='schoolsstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='schools_s_run'),
        ),
        migrations.AddIndex(
            model_name='classes',
            index=models.Index(fields=['grade', 'id'], name='classes_grade_s'),
        ),
        migrations.AddIndex(
            model_name='classes',
            index=models.Index(fields=['stage', 'school'], name='classes_stage_f'),
        ),
        migrations.AddIndex(
            model_name='classes',
            index=models.Index(fields=['entered', 'school'], name='classes_entered_f'),
        ),
        migrations.AddIndex(
            model_name='classes',
            index=models.Index(fields=['grade', 'school'], name='classes_grade_f'),
        ),
        migrations.AddIndex(
            model_name='classes',
            index=models.Index(fields=['class_kind', 'school'], name='classes_class_kind_f'),
        ),
        migrations.AddIndex(
            model_name='classes',
            index=models.Index(condition=models.Q(('closed_on__isnull', False)), fields=['closed_on', 'school'], name='classes_closed_on_f'),
        ),
        migrations.AddConstraint(
            model_name='classes',
            constraint=models.UniqueConstraint(fields=('school', 'stage', 'entered', 'number'), name='classes_identity'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(fields=['school_type', 'school'], name='schools_school_type_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(fields=['run_by', 'school'], name='schools_run_by_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('urban_rural__isnull', False)), fields=['urban_rural', 'school'], name='schools_urban_rural_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('township__isnull', False)), fields=['township', 'school'], name='schools_township_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('central_school__isnull', False)), fields=['central_school', 'school'], name='schools_central_school_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('alliance__isnull', False)), fields=['alliance', 'school'], name='schools_alliance_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('boarding__isnull', False)), fields=['boarding', 'school'], name='schools_boarding_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('canteen__isnull', False)), fields=['canteen', 'school'], name='schools_canteen_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('school_bus__isnull', False)), fields=['school_bus', 'school'], name='schools_school_bus_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('accreditation__isnull', False)), fields=['accreditation', 'school'], name='schools_accreditation_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('accreditation_level__isnull', False)), fields=['accreditation_level', 'school'], name='schools_accreditation__f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(condition=models.Q(('inclusive__isnull', False)), fields=['inclusive', 'school'], name='schools_inclusive_f'),
        ),
        migrations.AddIndex(
            model_name='schools',
            index=models.Index(fields=['life', 'school'], name='schools_life_f'),
        ),
        migrations.AddConstraint(
            model_name='schools',
            constraint=models.UniqueConstraint(fields=('school',), name='schools_identity'),
        ),
    ]
