"""Checks of pupils: status against dates, class, school, spells of enrolment and spells out of school."""

from yaodian.algebra.language import parameter, today
from yaodian.algebra.types import Code
from yaodian.packs.pupils.dropouts import COMPULSORY, MINORS
from yaodian.packs.pupils.pupil_identity import on_roll
from yaodian.packs.pupils.pupils import PUPIL_RULES, rows
from yaodian.packs.pupils.pupils import register as pupils
from yaodian.registers.register import WARNING

STATUS_AFTER = {  # the status that belongs to a manner of leaving
    "10": "40", "11": "41", "12": "42", "13": "40", "20": "50", "21": "50", "22": "50", "23": "50",
    "41": "60", "42": "90", "50": "80", "60": "70", "61": "70", "70": "60", "90": "90",
}  # fmt: skip
MIXED_CLASSES = ("02", "12", "22")  # several grades in one class: 混龄班, 复式班

here = rows.status == "10"
compulsory = rows.grade.is_in("11", "12", "13", "14", "15", "16", "21", "22", "23", "24")
kindergarten = rows.grade.is_in("01", "02", "03", "04")
profile = rows.others("schools", on={"school": rows.school})
open_spells = rows.others("enrolments", on={"pupil": rows.id}, where=lambda them: them.left_on.is_unknown())
open_dropouts = rows.others("dropouts", on={"pupil": rows.id}, where=lambda them: them.returned_on.is_unknown())

pupils.check(
    "P20", "在读、休学或辍学的学生填了离校日期", on=("status", "left_on"),
    fix="已离校的改学籍状态；仍有学籍的删去离校日期",
    bad=on_roll & rows.left_on.is_known(),
)  # fmt: skip
pupils.check(
    "P21", "毕业、转出等已离校的学生没有离校日期", on=("status", "left_on"),
    fix="补填离校日期和离校方式",
    bad=~on_roll & rows.left_on.is_unknown(),
)  # fmt: skip
pupils.check(
    "P22", "离校方式与学籍状态不符", on=("left_how", "status"),
    fix="如毕业的离校方式应为毕业，转出的应为转出",
    bad=~on_roll & (rows.left_how.mapped(STATUS_AFTER, Code("pupil_status")) != rows.status),
)  # fmt: skip
pupils.check(
    "P23", "离校日期早于入学年月", on=("left_on", "entered_on"),
    fix="改正离校日期或入学年月",
    bad=rows.left_on < rows.entered_on,
)  # fmt: skip
pupils.check(
    "P24", "休学时间过长，仍未复学", severity=WARNING, on="status_since",
    fix="联系家长办理复学；确需继续休学的续办手续，不再就读的按控辍处理",
    bad=(rows.status == "20") & (rows.status_since.months_to(today()) >= parameter("pupils.suspension_months", unit="月")),
    basis=PUPIL_RULES.whole(),
)  # fmt: skip
pupils.check(
    "P25", "休学或辍学的学生没有起始日期", severity=WARNING, on="status_since",
    fix="补填状态起始日期",
    bad=rows.status.is_in("20", "30") & rows.status_since.is_unknown(),
)  # fmt: skip
pupils.check(
    "P26", "义务教育学生辍学，控辍保学台账里没有失学记录", severity=WARNING, on="status",
    fix="在控辍保学台账登记失学日期、原因和责任人",
    bad=(rows.status == "30") & compulsory & ~open_dropouts.exists(), basis=MINORS.article(28),
)  # fmt: skip
pupils.check(
    "P27", "学生在读，控辍保学台账里的失学记录还没有结束", severity=WARNING, on="status",
    fix="已返校的在台账填返校日期；没有返校的把学籍状态改为辍学",
    bad=here & open_dropouts.exists(),
)  # fmt: skip
pupils.check(
    "P28", "在读学生没有编班", severity=WARNING, on="class_room",
    fix="选择所在班级；送教上门的编入年级的班",
    bad=here & rows.class_room.is_unknown(),
)  # fmt: skip
pupils.check(
    "P29", "班级是另一所学校的", on="class_room",
    fix="改选本校的班级；已转学的办理转学",
    bad=on_roll & (rows.class_room["school"] != rows.school),
)  # fmt: skip
pupils.check(
    "P30", "年级与班级的年级不一致", severity=WARNING, on=("grade", "class_room"),
    fix="改正年级或班级；复式班、混龄班在班级类型里注明",
    bad=here & (rows.class_room["grade"] != rows.grade) & ~rows.class_room["class_kind"].is_in(*MIXED_CLASSES),
)  # fmt: skip
pupils.check(
    "P31", "在读学生编在已撤销（毕业）的班", severity=WARNING, on="class_room",
    fix="改选现有的班级；已毕业的办理毕业",
    bad=here & (rows.class_room["closed_on"] <= today()),
)  # fmt: skip
pupils.check(
    "P32", "住校生所在学校没有登记为寄宿制", severity=WARNING, on="attendance",
    fix="核对就读方式；学校有住校生的，在学校基本信息里填寄宿制",
    bad=here & (rows.attendance == "2") & ~profile.only("boarding"),
)  # fmt: skip
pupils.check(
    "P33", "年级与学校类型不符：幼儿园里有小学以上的年级", severity=WARNING, on=("grade", "school"),
    fix="改正年级或学校",
    bad=on_roll & ~kindergarten & profile.only("school_type").is_in("111", "119"),
)  # fmt: skip
pupils.check(
    "P34", "幼儿登记在没有学前班级的学校", severity=WARNING, on=("grade", "school"),
    fix="改正年级或学校；学校附设幼儿班的，先登记学前班级",
    bad=on_roll & kindergarten & ~profile.only("school_type").is_in("111", "119")
    & ~rows.others("classes", on={"school": rows.school}, where=lambda them: them.stage == "kindergarten").exists(),
)  # fmt: skip
pupils.check(
    "P35", "学籍在本校，就读经历却在另一所学校没有结束（一人两校）", severity=WARNING, on="school",
    fix="两校核对：办理转学，或由主管科室更正就读经历",
    bad=on_roll & (open_spells.count() == 1) & (open_spells.only("school") != rows.school), basis=PUPIL_RULES.whole(),
)  # fmt: skip
pupils.check(
    "P36", "已离校的学生在本校的就读经历没有结束", severity=WARNING, on=("status", "left_on"),
    fix="核对离校日期，由主管科室更正就读经历",
    bad=~on_roll & (open_spells.only("school") == rows.school),
)  # fmt: skip
pupils.check(
    "P37", "义务教育学生被登记为退学或开除", severity=WARNING, on="status",
    fix="义务教育学校不得开除学生；未返校的按辍学登记并劝返",
    bad=compulsory & (rows.status.is_in("60") | rows.left_how.is_in("41", "42")), basis=COMPULSORY.article(27),
)  # fmt: skip
pupils.check(
    "P38", "入学年月或状态起始日期在将来", severity=WARNING, on=("entered_on", "status_since"),
    fix="改正日期",
    bad=(rows.entered_on > today()) | (rows.status_since > today()),
)  # fmt: skip
