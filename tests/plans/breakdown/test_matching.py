"""Which office a name or a task means: examples, and what must hold for any text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yaodian.apps.plans.services import matching
from yaodian.apps.plans.services.matching import Duties, Office, is_clear, offices_named, scores, usual_duties_among
from yaodian.apps.plans.services.proposing import Task, propose

NAMES = (
    *("办公室", "人事科", "计财科", "基础教育科", "学前教育科", "职成科", "思政德育科", "体卫艺科", "安全科", "督导室"),
    *("教研室", "电教中心", "资助中心", "招生办", "民办教育科", "项目办", "法规科", "审计室", "机关党委", "工会"),
)
DUTIES = usual_duties_among(NAMES)
OFFICES = [Office(pk, name, name, tuple((word, 1) for word in DUTIES[name])) for pk, name in enumerate(NAMES, start=1)]

NAMED = """
办公室 办公室 | 局办公室 办公室 | 局办 办公室 | 县教育局办公室 办公室
人事科 人事科 | 人事股 人事科 | 教育局人事股 人事科 | 政工科 人事科 | 师资科 人事科
计财科 计财科 | 计财股 计财科 | 计划财务科 计财科 | 财务股 计财科
基教科 基础教育科 | 基教股 基础教育科 | 义教科 基础教育科 | 普教股 基础教育科 | 基础教育股 基础教育科
学前科 学前教育科 | 幼教股 学前教育科 | 职成股 职成科 | 职业教育与成人教育科 职成科 | 德育科 思政德育科
思政科 思政德育科 | 体卫艺股 体卫艺科 | 体艺股 体卫艺科 | 体育卫生与艺术教育科 体卫艺科 | 安全股 安全科
安全办公室 安全科 | 安稳科 安全科 | 督导室 督导室 | 区督导室 督导室 | 人民政府教育督导室 督导室
教研室 教研室 | 县教研室 教研室 | 教科所 教研室 | 教师进修学校 教研室 | 电教馆 电教中心 | 信息中心 电教中心
资助中心 资助中心 | 学生资助管理中心 资助中心 | 招办 招生办 | 招生考试办公室 招生办 | 民办股 民办教育科
基建股 项目办 | 后勤中心 项目办 | 法规股 法规科 | 审计股 审计室 | 党建办 机关党委 | 团委 工会 | 工会 工会
学校 - | 各学校 - | 各科室 - | 相关科室 - | 教育局 - | 市教育局 - | 职教中心 - | 政教处 - | 县政府办公室 - | 妇联 -
公安局 - | 市教科所 - | 校长 - | 语委办 - | 小学 - | 一把手 -
"""
PAIRS = [pair.split() for line in NAMED.strip().splitlines() for pair in line.split(" | ")]


@pytest.mark.parametrize(("name", "office"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_a_name_means_one_office_or_none(name: str, office: str) -> None:
    found = [one.name for one in offices_named(name, OFFICES)]
    assert found == ([] if office == "-" else [office])


def test_a_name_that_may_be_two_offices_is_left_open() -> None:
    two = [Office(1, "体育科"), Office(2, "体育艺术科")]
    assert [one.name for one in offices_named("体科", [Office(1, "德育科")])] == []
    assert [one.pk for one in offices_named("体卫艺科", two)] == [1, 2]
    assert [one.pk for one in offices_named("体育科", two)] == [1]


LED = [
    ("巩固控辍保学成果", "基础教育科"),
    ("提高课后服务水平", "基础教育科"),
    ("深化师德师风建设", "人事科"),
    ("公开招聘紧缺学科教师", "人事科"),
    ("实施校舍安全提升行动", "项目办"),
    ("整改消防安全隐患", "安全科"),
    ("严防学生溺水", "安全科"),
    ("保障校园食品安全", "体卫艺科"),
    ("发展普惠性学前教育", "学前教育科"),
    ("扩大中职招生规模，深化产教融合", "职成科"),
    ("完成国家助学金发放", "资助中心"),
    ("规范校外培训机构", "民办教育科"),
    ("建设智慧教室", "电教中心"),
    ("开展校长任期经济责任审计", "审计室"),
    ("推进法治副校长配备", "法规科"),
    ("落实全面从严治党责任", "机关党委"),
    ("开展责任督学挂牌督导", "督导室"),
    ("办好人大代表建议", "办公室"),
    ("关爱学生心理健康", "思政德育科"),
    ("做好教师体检", "工会"),
    ("开展阳光编班", "招生办"),
    ("举办优质课评选", "教研室"),
    ("加强教育经费预算管理", "计财科"),
    ("一切工作都要做好", None),
    ("安全与体育", None),
]


@pytest.mark.parametrize(("title", "office"), LED, ids=[title for title, _ in LED])
def test_a_task_goes_to_the_office_that_answers_for_its_words(title: str, office: str | None) -> None:
    found = scores(Duties.of(OFFICES), title)
    assert (found[0].office.name if is_clear(found) else None) == office


def test_the_title_counts_before_the_body_and_the_body_before_the_section() -> None:
    duties = Duties.of(OFFICES)
    assert scores(duties, "做好招生", "消防安全消防安全消防安全")[0].office.name == "招生办"
    assert scores(duties, "做好工作", "排查消防", "招生工作")[0].office.name == "安全科"
    assert scores(duties, "做好工作", "", "守牢安全底线")[0].office.name == "安全科"


def test_a_longer_phrase_hides_the_shorter_one_within_it() -> None:
    duties = Duties.of([Office(1, "甲", "", (("校舍安全", 1),)), Office(2, "乙", "", (("安全", 1),))])
    assert [score.office.pk for score in scores(duties, "校舍安全")] == [1]
    assert [score.office.pk for score in scores(duties, "校舍安全和食品安全")] == [1, 2]


def test_a_weight_counts() -> None:
    duties = Duties.of([Office(1, "甲", "", (("校舍", 1),)), Office(2, "乙", "", (("安全", 3),))])
    assert scores(duties, "校舍和安全")[0].office.pk == 2


def test_duties_of_an_office_that_is_not_there_go_where_they_usually_go() -> None:
    assert "校舍" in usual_duties_among(["计财科", "办公室"])["计财科"]
    assert "校舍" not in usual_duties_among(["计财科", "项目办"])["计财科"]
    assert usual_duties_among(["花园"]) == {"花园": ()}


# ---- the tables -----------------------------------------------------------------------------------------------------


def test_a_usual_name_stands_in_one_kind_and_a_phrase_once_in_its_kind() -> None:
    names = [name for names, _ in matching.usual_offices().values() for name in names]
    assert len(names) == len(set(names))
    for kind, (_, words) in matching.usual_offices().items():
        assert len(words) == len(set(words)), kind
        assert all(isinstance(word, str) and 2 <= len(word) <= 60 for word in words), kind


def test_a_missing_office_leads_to_one_that_every_bureau_has() -> None:
    for kind in matching.usual_offices():
        seen = {kind}
        while (kind_next := matching._otherwise().get(kind)) is not None:
            assert kind_next in matching.usual_offices()
            assert kind_next not in seen
            seen.add(kind := kind_next)
        assert kind in ("general-office", "basic", "finance")


# ---- evidence -------------------------------------------------------------------------------------------------------

PROOF = [
    ("开展安全检查", (), "检查通报"),
    ("组织教师培训", (), "签到表"),
    ("新建教学楼", (), "竣工验收单"),
    ("印发管理办法", (), "印发的文件"),
    ("采购课桌椅", (), "采购合同"),
    ("发放助学金", (), "银行回单"),
    ("提高入学率", ("入学率",), "统计表或台账：入学率"),
    ("守牢底线", (), "年度工作小结"),
]


@pytest.mark.parametrize(("title", "indicators", "line"), PROOF, ids=[title for title, *_ in PROOF])
def test_evidence_fits_the_kind_of_work(title: str, indicators: tuple[str, ...], line: str) -> None:
    assert line in matching.evidence_for(title, "", indicators).splitlines()


# ---- one task -------------------------------------------------------------------------------------------------------


def proposed(text: str, *, actors: list[tuple[str, str]] = [], deadlines: list[tuple[str, str]] = [], **more: object):  # noqa: B006  # read only
    def placed(words: str) -> dict[str, object]:
        return {"text": words, "start": text.index(words), "end": text.index(words) + len(words)}

    task = Task(
        title=text.split("。", maxsplit=1)[0],
        body=text,
        actors=tuple({**placed(name), "role": role} for name, role in actors),
        deadlines=tuple({**placed(words), "norm": norm} for words, norm in deadlines),
        **more,
    )
    return propose(task, text=text, offices=OFFICES, duties=Duties.of(OFFICES), year=2026, school_year=False)


def test_names_in_the_text_come_first_and_are_quoted() -> None:
    text = "做好招生。（责任科室：基教科；配合科室：安全科）"
    made = proposed(text, actors=[("基教科", "lead"), ("安全科", "support")])
    assert (made.lead.name, made.lead_why) == ("基础教育科", "原文写明：“责任科室：基教科”")
    assert [one.name for one in made.support] == ["安全科"]


def test_a_labelled_lead_comes_before_a_sentences_subject() -> None:
    text = "抓课堂。教研室每学期抽查15所。（牵头科室：基教科）"
    made = proposed(text, actors=[("教研室", "lead"), ("基教科", "lead")])
    assert made.lead.name == "基础教育科"
    assert [one.name for one in made.support] == ["教研室"]


def test_an_unknown_or_ambiguous_office_is_asked_about() -> None:
    made = proposed("做好招生。督查股负责", actors=[("督查股", "lead")])
    assert made.lead.name == "招生办"
    assert "没有这个名称的科室" in made.doubts[0][2]
    none = proposed("一切工作都要做好")
    assert none.lead is None
    assert "请选牵头科室" in none.doubts[0][2]
    tied = proposed("安全与体育")
    assert "体卫艺科（体育）" in tied.doubts[0][2]
    assert "安全科（安全）" in tied.doubts[0][2]


DUE = [
    ([("6月底前", "--06-30")], (), date(2026, 6, 30), "原文写明：“6月底前”"),
    (
        [("3月底前", "--03-31"), ("6月底前", "--06-30")],
        (),
        date(2026, 6, 30),
        "原文写明：“3月底前”“6月底前”，取最后一个",
    ),
    ([("每月", "monthly")], (), date(2026, 12, 31), "原文没写，默认年底"),
    ([("2024年", "2024")], (), date(2026, 12, 31), "原文没写，默认年底"),
    ([("2027年", "2027")], (), date(2026, 12, 31), "原文“2027年”在本年之后，本年先到年底"),
    ([], (("入学率", date(2026, 9, 1), "秋季"),), date(2026, 9, 1), "按目标的时限：“秋季”"),
]


@pytest.mark.parametrize(("deadlines", "targets", "due", "why"), DUE, ids=[row[3] for row in DUE])
def test_the_due_date_and_where_it_comes_from(deadlines: list, targets: tuple, due: date, why: str) -> None:
    text = "做好招生。" + "，".join(words for words, _ in deadlines)
    made = proposed(text, deadlines=deadlines, targets=targets)
    assert (made.due, made.due_why) == (due, why)


# ---- any text -------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [*NAMES, *DUTIES["安全科"], *DUTIES["计财科"], "科", "股", "县", "教育局", "（", "：", "a", " "]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=12).map("".join)


@given(TEXTS)
def test_any_name_gives_known_offices_once(name: str) -> None:
    found = offices_named(name, OFFICES)
    assert len({one.pk for one in found}) == len(found)
    assert set(found) <= set(OFFICES)


@given(TEXTS, TEXTS)
def test_scores_fall_and_quote_what_stands_there(title: str, body: str) -> None:
    found = scores(Duties.of(OFFICES), title, body)
    assert [score.rank for score in found] == sorted((score.rank for score in found), reverse=True)
    assert all(word in title or word in body for score in found for word in score.words)
    assert found == scores(Duties.of(list(reversed(OFFICES))), title, body)


@given(TEXTS, TEXTS)
def test_a_proposal_fits_its_fields_and_always_has_a_date_and_evidence(title: str, body: str) -> None:
    made = proposed(f"{title}。{body}")
    assert made.due == date(2026, 12, 31)
    assert made.evidence
    assert max(len(made.lead_why), len(made.due_why), len(made.due_text)) <= 200
    assert (made.lead is None) == (made.lead_why == "")
    assert made.lead not in made.support
    assert made.lead is not None or made.doubts
