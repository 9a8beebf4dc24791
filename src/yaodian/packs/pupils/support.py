"""特殊群体: migrant, left-behind, disabled, poor and boarding children, and what is done for them.

What a child is (随迁、留守、残疾、困难) is as the file says now, for past days too; where it is in school is as of the day.
"""

from yaodian.algebra.language import parameter
from yaodian.algebra.measure_language import as_of, ratio, share
from yaodian.packs.pupils.care import register as care_register
from yaodian.registers.code_lists import code_list
from yaodian.registers.indicator import Direction, Indicators, Norm, Taken
from yaodian.registers.present import COMPULSORY, disabled, holds, in_public_school, pupils, spells

QUALITY = "县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号），条文未查证"
LEFT_BEHIND = "国务院关于加强农村留守儿童关爱保护工作的意见（国发〔2016〕13号）"
SPECIAL = "特殊教育发展提升行动计划的通行口径，未查证"
AID = "家庭经济困难学生认定（教财〔2018〕16号）"
NOW = "学生的情况按现在的登记"

care = care_register.rows
child = spells.pupil
left_behind = child["left_behind"].is_in(*code_list("left_behind_kind").under("留守"))
poor = child["poverty"].is_in(*code_list("poverty_kind").under("困难"))
walks = child["attendance"] == "1"  # 走读
cared_for = spells.others(
    "care",
    on={"pupil": spells.pupil},
    where=lambda them: (them.kind == "1") & holds(them.opened_on, them.closed_on),
).exists()
open_file = holds(care.opened_on, care.closed_on)
SCHOOLS = (*COMPULSORY, "senior", "vocational")

indicators = Indicators("特殊群体", "support", office="basic-education", order=16, about_people=True)
indicators.split("sex", care.pupil["sex"])

migrants = pupils(*COMPULSORY, where=child["migrant"])
pupils_left_behind = pupils(*COMPULSORY, where=left_behind)
pupils_disabled = pupils(*COMPULSORY, where=disabled)
pupils_poor = pupils(*SCHOOLS, where=poor)

indicators.add(
    "compulsory.migrants", "义务教育随迁子女数", migrants, digits=0, source=QUALITY,
    synonyms=("随迁子女在校生数", "进城务工人员随迁子女在校生数"),
    note=f"户籍在外省或外县乡村、随务工父母在本县就读的。{NOW}",
)  # fmt: skip
indicators.add(
    "compulsory.migrants_public_share", "随迁子女公办学校就读比例", share(migrants, in_public_school | child["purchased_place"]),
    source=QUALITY, direction=Direction.UP, norm=Norm(">=", "balance.assurance.migrants_share"),
    synonyms=("随迁子女在公办学校或政府购买学位就读比例",), note=f"含政府购买学位的民办学校。{NOW}",
    parts=("公办学校就读的随迁子女数",),
)  # fmt: skip
indicators.add(
    "compulsory.left_behind", "义务教育留守儿童数", pupils_left_behind, digits=0, source=LEFT_BEHIND,
    synonyms=("留守儿童在校生数", "农村留守儿童数"), note=NOW,
)  # fmt: skip
indicators.add(
    "compulsory.left_behind_share", "留守儿童占比", share(pupils(*COMPULSORY), left_behind), source=LEFT_BEHIND,
    synonyms=("留守儿童比例",), note=NOW,
)  # fmt: skip
indicators.add(
    "compulsory.left_behind_cared_share", "留守儿童关爱建档率", share(pupils_left_behind, cared_for), source=LEFT_BEHIND,
    taken=Taken.LAST, direction=Direction.UP, synonyms=("留守儿童建档率", "留守儿童关爱覆盖率"), note="有未结束的留守儿童关爱档案的比例",
    parts=("有关爱档案的留守儿童数",),
)  # fmt: skip
indicators.add(
    "compulsory.care_contacted_share", "关爱对象按时联系率",
    share(
        care.count(where=open_file, unit="份"),
        care.contacted_on.days_to(as_of()) <= parameter("pupils.contact_days", unit="天"),
    ),
    taken=Taken.LAST, direction=Direction.UP, source=f"{LEFT_BEHIND}；期限是系统的参数",
    synonyms=("关爱档案联系率", "结对帮扶联系率"), note="最近联系日期在期限以内的档案占未结束档案的比例；从没联系的算没有联系",
    parts=("按时联系的关爱档案数", "未结束的关爱档案数"),
)  # fmt: skip
indicators.add(
    "compulsory.care_with_helper_share", "关爱对象结对帮扶率", share(care.count(where=open_file, unit="份"), care.helper.is_known()),
    taken=Taken.LAST, direction=Direction.UP, source=LEFT_BEHIND, synonyms=("帮扶教师结对率",), note="未结束的关爱档案中有帮扶教师的",
    parts=("有帮扶教师的关爱档案数",),
)  # fmt: skip
indicators.add(
    "compulsory.disabled", "义务教育残疾学生数", pupils_disabled, digits=0, source=SPECIAL,
    synonyms=("残疾儿童少年在校生数",), note=f"特殊教育学校和普通学校的残疾学生。{NOW}",
)  # fmt: skip
for _key, _title, _codes, _where in (
    ("disabled_inclusion_share", "残疾学生随班就读比例", ("2",), "随班就读"),
    ("disabled_special_share", "残疾学生特教学校就读比例", ("1",), "特教学校就读"),
    ("disabled_home_share", "残疾学生送教上门比例", ("4",), "送教上门"),
):
    indicators.add(
        f"compulsory.{_key}",
        _title,
        share(pupils_disabled, child["placement"].is_in(*_codes)),
        source=SPECIAL,
        note=NOW,
        parts=(f"{_where}的残疾学生数",),
    )
indicators.add(
    "compulsory.disabled_placed_rate", "残疾学生安置率",
    share(pupils_disabled, child["placement"].is_known() & (child["placement"] != "9")), source=SPECIAL,
    direction=Direction.UP, synonyms=("残疾儿童安置率",), note=f"有学籍的残疾学生中安置方式已定的；没有学籍的不在内。{NOW}",
    parts=("已安置的残疾学生数",),
)  # fmt: skip
indicators.add(
    "compulsory.boarding_share", "义务教育寄宿生占比", share(pupils(*COMPULSORY), child["attendance"] == "2"),
    source="教育事业统计寄宿生的通行口径，未查证", synonyms=("寄宿生比例",), note=NOW,
    parts=("义务教育寄宿生数",),
)  # fmt: skip
indicators.add(
    "aid.poor_persons", "家庭经济困难学生数", pupils_poor, digits=0, source=AID, synonyms=("困难学生数", "贫困学生数"),
    note=f"小学到高中阶段。{NOW}",
)  # fmt: skip
indicators.add(
    "aid.poor_share", "家庭经济困难学生占比", share(pupils(*SCHOOLS), poor), source=AID, synonyms=("困难学生占比",),
    parts=("", "小学到高中阶段在校生数"),
    note=f"小学到高中阶段。{NOW}",
)  # fmt: skip
indicators.add(
    "aid.coverage_rate", "困难学生资助覆盖率", share(pupils_poor, child["aided"]), source=AID, direction=Direction.UP,
    synonyms=("家庭经济困难学生资助覆盖率", "困难学生受助比例", "资助覆盖率"), note=f"登记为享受资助的。{NOW}",
    parts=("受资助的困难学生数",),
)  # fmt: skip
indicators.add(
    "aid.helped_persons", "资助学生人数", pupils(*SCHOOLS, where=child["aided"]), digits=0, source=AID, direction=Direction.UP,
    note=f"登记为享受资助的在校生，不是发放人次。{NOW}",
)  # fmt: skip
indicators.add(
    "pupils.orphans", "孤儿学生数", pupils(*SCHOOLS, where=child["orphan"]), digits=0,
    source="未成年人保护工作的通行口径，未查证", note=NOW,
)  # fmt: skip
indicators.add(
    "pupils.bus_riders", "乘坐校车学生数", pupils(where=child["school_bus"]), digits=0,
    source="校车安全管理条例的通行口径，未查证", synonyms=("校车学生数",), note=f"含幼儿园。{NOW}",
)  # fmt: skip
indicators.add(
    "pupils.far_share", "家校距离较远的走读生占比",
    ratio(
        pupils(*COMPULSORY, where=walks & (child["distance"] > parameter("pupils.far_from_school", unit="公里", digits=1))),
        pupils(*COMPULSORY, where=walks & child["distance"].is_known()),
    ),
    direction=Direction.DOWN, source="学校布局和就近入学的通行口径，未查证", note=f"没有登记距离的不计。{NOW}",
    parts=("家校距离较远的走读生数", "登记了距离的走读生数"),
)  # fmt: skip
