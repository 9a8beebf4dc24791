"""办学标准: what the assessments of 优质均衡 ask of every school beside its resources: special rooms, class and school sizes."""

from yaodian.algebra.language import parameter
from yaodian.algebra.measure_language import per_head, share
from yaodian.packs.balance import counted
from yaodian.packs.balance.counted import rooms
from yaodian.registers.indicator import Direction, Indicators, Norm
from yaodian.registers.present import class_rows, classes, members, pupils, spells

ASSURANCE = "县域义务教育优质均衡发展督导评估办法（教督〔2017〕6号）政府保障程度指标，条文未查证"
HOSTELS = "寄宿制学校管理的通行口径，未查证"
BOARDS = "2"  # attendance_manner: 住校
SPECIAL_ROOMS = {"music": ("22", "音乐"), "art": ("23", "美术")}

indicators = Indicators("办学标准", "provision", office="inspection", order=65)

size = members(class_rows)

for _stage in counted.ASSESSED:
    _title = counted.STAGES[_stage]
    for _key, (_kind, _name) in SPECIAL_ROOMS.items():
        _area = parameter(f"balance.assurance.{_key}_room_area", unit="平方米")
        _rooms = counted.room_count(_stage, (rooms.room_kind == _kind) & (rooms.area >= _area))
        indicators.add(
            f"{_stage}.{_key}_rooms", f"{_title}达标{_name}专用教室间数", _rooms,
            source=ASSURANCE, digits=0, direction=Direction.UP, note="面积达到标准的才计",
        )  # fmt: skip
        indicators.add(
            f"{_stage}.classes_per_{_key}_room", f"{_title}每间达标{_name}专用教室承担的班数",
            per_head(classes(_stage), _rooms),
            source=ASSURANCE, direction=Direction.DOWN, norm=Norm("<=", "balance.assurance.classes_per_room"),
            note="一间也没有的没有数值，由均衡评估列出",
        )  # fmt: skip
    indicators.add(
        f"{_stage}.class_size_compliance_rate", f"{_title}班额达标率",
        share(classes(_stage), size <= parameter(f"registers.class_size_{_stage}", unit="人")),
        source=ASSURANCE, direction=Direction.UP, synonyms=(f"{_title}标准班额比例",),
        norm=Norm(">=", "balance.assurance.class_size_compliance"), note="小学不超过45人、初中不超过50人的班占全部班的比例",
        parts=(f"班额达标的{_title}班数",),
    )  # fmt: skip

_boarders = indicators.add(
    "boarding.boarders", "寄宿生数", pupils(where=spells.pupil["attendance"] == BOARDS),
    source=HOSTELS, digits=0, about_people=True, note="就读方式按现在的登记",
)  # fmt: skip
indicators.add(
    "boarding.beds_per_boarder", "寄宿生人均宿舍床位数", per_head(counted.beds(), _boarders),
    source=HOSTELS, direction=Direction.UP, norm=Norm(">=", "balance.assurance.beds_per_boarder"),
    note="一人一床；就读方式按现在的登记", parts=("宿舍床位数",),
)  # fmt: skip
