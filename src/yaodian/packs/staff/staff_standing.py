"""What is looked at in the staff register: qualification, learning, post and subject of those who teach."""

from yaodian.algebra.language import today
from yaodian.kernel.citation import Law
from yaodian.packs.staff.staff import register as staff
from yaodian.packs.staff.staff_identity import serving
from yaodian.registers.code_lists import code_list
from yaodian.registers.register import WARNING

TEACHERS_LAW = Law("中华人民共和国教师法")
QUALIFICATION = Law("教师资格条例", "国务院令第188号")
REGISTRATION = Law("中小学教师资格定期注册暂行办法", "教师〔2013〕9号")
POSTS = Law("事业单位岗位设置管理试行办法", "国人部发〔2006〕70号")

TYPES = code_list("school_type")
TO_TEACH = code_list("teacher_qualification")
DIPLOMA = code_list("education_level").under("专科及以上")
DEGREE = code_list("education_level").under("本科及以上")
SECONDARY_NORMAL = tuple(code for code in code_list("education_level").under("高中阶段及以上") if code < "60")

rows = staff.rows
teaches = serving & (rows.staff_kind == "1")
school_type = rows.others("schools", on={"school": rows.school}).only("school_type")

staff.check(
    "T21", "专任教师没有教师资格", on="qualification", severity=WARNING,
    fix="填写教师资格种类；确实没有的调整岗位，限期取得",
    bad=teaches & (rows.qualification.is_unknown() | (rows.qualification == "0")),
    basis=TEACHERS_LAW.article(10),
)  # fmt: skip
staff.check(
    "T22", "教师资格种类低于任教学段的要求", on=("qualification", "stage"), severity=WARNING,
    fix="高一级的资格可以教低一级的学段，反之不行：改正填错的一项，或调整任教学段",
    bad=teaches & (rows.qualification != "0")
    & (
        ((rows.stage == "primary") & ~rows.qualification.is_in(*TO_TEACH.under("可教小学")))
        | ((rows.stage == "junior") & ~rows.qualification.is_in(*TO_TEACH.under("可教初中")))
        | (rows.stage.is_in("senior", "vocational") & ~rows.qualification.is_in(*TO_TEACH.under("可教高中"), "6"))
    ),
    basis=QUALIFICATION.article(5),
)  # fmt: skip
staff.check(
    "T23", "学历低于任教学段的要求", on=("highest_education", "stage"), severity=WARNING,
    fix="小学中师以上、初中专科以上、高中本科以上：核对学历，确实不够的列入学历提升计划",
    bad=teaches
    & (
        ((rows.stage == "primary") & ~rows.highest_education.is_in(*SECONDARY_NORMAL))
        | ((rows.stage == "junior") & ~rows.highest_education.is_in(*DIPLOMA))
        | ((rows.stage == "senior") & ~rows.highest_education.is_in(*DEGREE))
    ),
    basis=TEACHERS_LAW.article(11),
)  # fmt: skip
staff.check(
    "T24", "教师资格证号的位数不对", on="qualification_number", severity=WARNING,
    fix="教师资格证书号码为17位（早期证书15位），按证书重填",
    bad=~((rows.qualification_number.length() == 17) | (rows.qualification_number.length() == 15)),
)  # fmt: skip
staff.check(
    "T25", "教师资格定期注册已过期", on="registered_until", severity=WARNING,
    fix="五年一次，办理注册后改写日期",
    bad=teaches & (rows.registered_until < today()),
    basis=REGISTRATION.whole(),
)  # fmt: skip
staff.check(
    "T26", "专任教师没有任教学段或任教学科", on=("stage", "subject"), severity=WARNING,
    fix="填写任教学段和学科；包班的填全科，不任课的改教职工类别",
    bad=teaches & (rows.stage.is_unknown() | rows.subject.is_unknown()),
)  # fmt: skip
staff.check(
    "T27", "任教学科不是这个学段开设的", on=("subject", "stage"), severity=WARNING,
    fix="物理、化学从初中开，思想政治、通用技术在高中，全科只在幼儿园、小学和特教",
    bad=teaches
    & (
        (rows.stage.is_in("kindergarten", "primary") & rows.subject.is_in("05", "06", "07", "08", "09", "10", "20"))
        | ((rows.stage == "junior") & rows.subject.is_in("00", "05", "20"))
        | ((rows.stage == "senior") & rows.subject.is_in("00", "04", "11"))
    ),
)  # fmt: skip
staff.check(
    "T28", "学校的办学类型里没有这个任教学段", on="stage", severity=WARNING,
    fix="改正任教学段，或改正学校的办学类型",
    bad=teaches
    & (
        ((rows.stage == "primary") & ~school_type.is_in(*TYPES.under("有小学的学校"), "519", "511", "512", "513", "514"))
        | ((rows.stage == "junior") & ~school_type.is_in(*TYPES.under("有初中的学校"), "511", "512", "513", "514"))
        | ((rows.stage == "senior") & ~school_type.is_in(*TYPES.under("有普通高中的学校")))
    ),
)  # fmt: skip
staff.check(
    "T29", "最高学历低于第一学历", on=("highest_education", "first_education"),
    fix="最高学历填现有学历里最高的一个",
    bad=rows.highest_education.slice(0, 1) > rows.first_education.slice(0, 1),
)  # fmt: skip
staff.check(
    "T30", "有学位，学历不到本科", on=("degree", "highest_education"), severity=WARNING,
    fix="核对学位证书和学历，改正填错的一项",
    bad=rows.degree.is_in("2", "3", "4") & ~rows.highest_education.is_in(*DEGREE),
)  # fmt: skip
staff.check(
    "T31", "岗位等级超出所填的岗位类别", on=("post_kind", "post_level"),
    fix="管理岗位3—10级，专业技术岗位1—13级，工勤技能岗位1—5级",
    bad=((rows.post_kind == "1") & ~rows.post_level.between(3, 10)) | ((rows.post_kind == "3") & (rows.post_level > 5)),
    basis=POSTS.whole(),
)  # fmt: skip
staff.check(
    "T32", "学校已停办，还有在册的教职工", on="school", severity=WARNING,
    fix="办理调动，填离校日期，在接收学校重新登记",
    bad=serving
    & rows.others("schools", on={"school": rows.school}).only("life").is_in(*code_list("school_life").under("已停办")),
)  # fmt: skip
