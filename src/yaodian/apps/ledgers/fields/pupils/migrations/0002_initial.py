import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('field_pupils', '0001_initial'),
        ('field_schools', '0001_initial'),
        ('field_staff', '0001_initial'),
        ('files', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='care',
            name='helper',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_staff.staff'),
        ),
        migrations.AddField(
            model_name='care',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='carehistory',
            index=models.Index(fields=['row', 'version'], name='care_h_row'),
        ),
        migrations.AddIndex(
            model_name='carehistory',
            index=models.Index(fields=['batch'], name='care_h_batch'),
        ),
        migrations.AddIndex(
            model_name='carestaged',
            index=models.Index(fields=['run', 'act', 'id'], name='care_s_run'),
        ),
        migrations.AddField(
            model_name='dropouts',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='dropoutshistory',
            index=models.Index(fields=['row', 'version'], name='dropouts_h_row'),
        ),
        migrations.AddIndex(
            model_name='dropoutshistory',
            index=models.Index(fields=['batch'], name='dropouts_h_batch'),
        ),
        migrations.AddIndex(
            model_name='dropoutsstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='dropouts_s_run'),
        ),
        migrations.AddField(
            model_name='enrolments',
            name='class_room',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_schools.classes'),
        ),
        migrations.AddField(
            model_name='enrolments',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='enrolmentshistory',
            index=models.Index(fields=['row', 'version'], name='enrolments_h_row'),
        ),
        migrations.AddIndex(
            model_name='enrolmentshistory',
            index=models.Index(fields=['batch'], name='enrolments_h_batch'),
        ),
        migrations.AddIndex(
            model_name='enrolmentsstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='enrolments_s_run'),
        ),
        migrations.AddField(
            model_name='graduates',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='graduateshistory',
            index=models.Index(fields=['row', 'version'], name='graduates_h_row'),
        ),
        migrations.AddIndex(
            model_name='graduateshistory',
            index=models.Index(fields=['batch'], name='graduates_h_batch'),
        ),
        migrations.AddIndex(
            model_name='graduatesstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='graduates_s_run'),
        ),
        migrations.AddField(
            model_name='pupils',
            name='class_room',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_schools.classes'),
        ),
        migrations.AddField(
            model_name='pupils',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddField(
            model_name='graduates',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_pupils.pupils'),
        ),
        migrations.AddField(
            model_name='enrolments',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_pupils.pupils'),
        ),
        migrations.AddField(
            model_name='dropouts',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_pupils.pupils'),
        ),
        migrations.AddField(
            model_name='care',
            name='pupil',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_pupils.pupils'),
        ),
        migrations.AddIndex(
            model_name='pupilshistory',
            index=models.Index(fields=['row', 'version'], name='pupils_h_row'),
        ),
        migrations.AddIndex(
            model_name='pupilshistory',
            index=models.Index(fields=['batch'], name='pupils_h_batch'),
        ),
        migrations.AddIndex(
            model_name='pupilsstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='pupils_s_run'),
        ),
        migrations.AddField(
            model_name='visits',
            name='dropout',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='field_pupils.dropouts'),
        ),
        migrations.AddField(
            model_name='visits',
            name='evidence',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile'),
        ),
        migrations.AddField(
            model_name='visits',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='orgs.unit'),
        ),
        migrations.AddIndex(
            model_name='visitshistory',
            index=models.Index(fields=['row', 'version'], name='visits_h_row'),
        ),
        migrations.AddIndex(
            model_name='visitshistory',
            index=models.Index(fields=['batch'], name='visits_h_batch'),
        ),
        migrations.AddIndex(
            model_name='visitsstaged',
            index=models.Index(fields=['run', 'act', 'id'], name='visits_s_run'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['full_name_pinyin', 'id'], name='pupils_full_name_s'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['born_on', 'id'], name='pupils_born_on_s'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['grade', 'id'], name='pupils_grade_s'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['entered_on', 'id'], name='pupils_entered_on_s'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['left_on', 'id'], name='pupils_left_on_s'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['sex', 'school'], name='pupils_sex_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('ethnic_group__isnull', False)), fields=['ethnic_group', 'school'], name='pupils_ethnic_group_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['grade', 'school'], name='pupils_grade_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('attendance__isnull', False)), fields=['attendance', 'school'], name='pupils_attendance_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(fields=['status', 'school'], name='pupils_status_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('household_kind__isnull', False)), fields=['household_kind', 'school'], name='pupils_household_kind_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('migrant__isnull', False)), fields=['migrant', 'school'], name='pupils_migrant_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('left_behind__isnull', False)), fields=['left_behind', 'school'], name='pupils_left_behind_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('purchased_place__isnull', False)), fields=['purchased_place', 'school'], name='pupils_purchased_plac_f'),
        ),
        migrations.AddIndex(
            model_name='pupils',
            index=models.Index(condition=models.Q(('school_bus__isnull', False)), fields=['school_bus', 'school'], name='pupils_school_bus_f'),
        ),
        migrations.AddConstraint(
            model_name='pupils',
            constraint=models.UniqueConstraint(fields=('pupil_number',), name='pupils_identity'),
        ),
        migrations.AddIndex(
            model_name='graduates',
            index=models.Index(fields=['graduated_on', 'id'], name='graduates_graduated_on_s'),
        ),
        migrations.AddIndex(
            model_name='graduates',
            index=models.Index(fields=['stage', 'school'], name='graduates_stage_f'),
        ),
        migrations.AddIndex(
            model_name='graduates',
            index=models.Index(fields=['graduated_on', 'school'], name='graduates_graduated_on_f'),
        ),
        migrations.AddIndex(
            model_name='graduates',
            index=models.Index(condition=models.Q(('certificate__isnull', False)), fields=['certificate', 'school'], name='graduates_certificate_f'),
        ),
        migrations.AddIndex(
            model_name='graduates',
            index=models.Index(condition=models.Q(('destination__isnull', False)), fields=['destination', 'school'], name='graduates_destination_f'),
        ),
        migrations.AddIndex(
            model_name='graduates',
            index=models.Index(condition=models.Q(('in_county__isnull', False)), fields=['in_county', 'school'], name='graduates_in_county_f'),
        ),
        migrations.AddConstraint(
            model_name='graduates',
            constraint=models.UniqueConstraint(fields=('pupil', 'stage'), name='graduates_identity'),
        ),
        migrations.AddIndex(
            model_name='enrolments',
            index=models.Index(fields=['entered_on', 'id'], name='enrolments_entered_on_s'),
        ),
        migrations.AddIndex(
            model_name='enrolments',
            index=models.Index(fields=['left_on', 'id'], name='enrolments_left_on_s'),
        ),
        migrations.AddIndex(
            model_name='enrolments',
            index=models.Index(condition=models.Q(('grade__isnull', False)), fields=['grade', 'school'], name='enrolments_grade_f'),
        ),
        migrations.AddIndex(
            model_name='enrolments',
            index=models.Index(fields=['entered_how', 'school'], name='enrolments_entered_how_f'),
        ),
        migrations.AddIndex(
            model_name='enrolments',
            index=models.Index(condition=models.Q(('left_how__isnull', False)), fields=['left_how', 'school'], name='enrolments_left_how_f'),
        ),
        migrations.AddConstraint(
            model_name='enrolments',
            constraint=models.UniqueConstraint(fields=('pupil', 'school', 'entered_on'), name='enrolments_identity'),
        ),
        migrations.AddConstraint(
            model_name='enrolments',
            constraint=models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('pupil',), name='enrolments_one_open'),
        ),
        migrations.AddIndex(
            model_name='dropouts',
            index=models.Index(fields=['left_on', 'id'], name='dropouts_left_on_s'),
        ),
        migrations.AddIndex(
            model_name='dropouts',
            index=models.Index(fields=['returned_on', 'id'], name='dropouts_returned_on_s'),
        ),
        migrations.AddIndex(
            model_name='dropouts',
            index=models.Index(fields=['reason', 'school'], name='dropouts_reason_f'),
        ),
        migrations.AddIndex(
            model_name='dropouts',
            index=models.Index(condition=models.Q(('result__isnull', False)), fields=['result', 'school'], name='dropouts_result_f'),
        ),
        migrations.AddConstraint(
            model_name='dropouts',
            constraint=models.UniqueConstraint(fields=('pupil', 'left_on'), name='dropouts_identity'),
        ),
        migrations.AddConstraint(
            model_name='dropouts',
            constraint=models.UniqueConstraint(condition=models.Q(('returned_on__isnull', True)), fields=('pupil',), name='dropouts_one_open'),
        ),
        migrations.AddIndex(
            model_name='care',
            index=models.Index(fields=['opened_on', 'id'], name='care_opened_on_s'),
        ),
        migrations.AddIndex(
            model_name='care',
            index=models.Index(fields=['contacted_on', 'id'], name='care_contacted_on_s'),
        ),
        migrations.AddIndex(
            model_name='care',
            index=models.Index(fields=['kind', 'school'], name='care_kind_f'),
        ),
        migrations.AddConstraint(
            model_name='care',
            constraint=models.UniqueConstraint(fields=('pupil', 'kind', 'opened_on'), name='care_identity'),
        ),
        migrations.AddConstraint(
            model_name='care',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('pupil', 'kind'), name='care_one_open'),
        ),
        migrations.AddIndex(
            model_name='visits',
            index=models.Index(fields=['visited_on', 'id'], name='visits_visited_on_s'),
        ),
        migrations.AddIndex(
            model_name='visits',
            index=models.Index(condition=models.Q(('result__isnull', False)), fields=['result', 'school'], name='visits_result_f'),
        ),
        migrations.AddConstraint(
            model_name='visits',
            constraint=models.UniqueConstraint(fields=('dropout', 'visited_on'), name='visits_identity'),
        ),
    ]
