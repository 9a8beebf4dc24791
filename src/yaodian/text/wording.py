"""What a single figure measures, by the class of its unit: counts, shares, durations, money, speeds, ranks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from yaodian.text.bounds import bound_before
from yaodian.text.clauses import FILLER
from yaodian.text.names import Name, clean, deliver, ends_in_measure, stage
from yaodian.text.phrases import compiled, group, phrase_at
from yaodian.text.quantities import Quantity

COUNTED = r"^(?:\d+|[一二三四五六七八九十两]+)(?:多|余)?[个所间台套栋项]"
CHANGED = "提高|提升|增长|增加|下降|降低|上升|减少"
MONEY_WORDS = "|".join(
    (
        "投入|投资|筹资|资金|经费|补助|补贴|奖金|奖励|贷款|债务|捐款|专款|总投资|资助|助学金|奖学金|标准",
        "工资|学费|费用|收费|预算|救助",
    )
)
RAISED_UNITS = ("所", "个", "名", "人", "家", "校", "位")  # 组织2所学校开展…: those who are made to do something
LONGEST_NOUN = 8


@dataclass(frozen=True, slots=True)
class Words:
    """The words around a figure: before it in its clause, behind it, handed on from before, and its item's heading."""

    lead: str
    behind: str
    carried: str
    heading: str

    @property
    def head(self) -> str:
        """The lead as a name; an owner who does something behind a figure of his own is left out."""
        opened = rf"^(?:{group('subjects', 'owner')})(?=(?:{group('verbs', 'deliver')}))"
        return compiled(opened).sub("", clean(self.lead))

    @property
    def rest(self) -> str:
        """The text behind, without the 的 that joins it."""
        return self.behind.replace(FILLER, "").removeprefix("的")


def worded(quantity: Quantity, words: Words) -> Name:
    """The name of one figure; who is told to do it is its subject: 教研员应每学期听课80节."""
    opened = (
        rf"^(?P<who>[^,、]{{0,12}}?(?:{group('offices', 'unit', 'collective')}))(?:要|应|须|必须|需|均|都)+(?=.{{2}})"
    )
    lead = words.lead.replace(FILLER, "")
    if told := compiled(opened).match(lead):
        name = _worded(quantity, replace(words, lead=lead[told.end() :]))
        return name if name.subject else Name(name.indicator, told["who"])
    return _worded(quantity, words)


def _worded(quantity: Quantity, words: Words) -> Name:
    head = words.head
    if head and words.carried and bound_before(words.lead) and stage().fullmatch(head):
        # 小学控制在0.1%以内,初中控制在1%以内: the stage is new, the rate is the one before
        bare = compiled(f"^(?:{group('subjects', 'stage')})+").sub("", words.carried)
        return Name(bare or words.carried, head)
    measured = "率|比例|比重|班额|经费|标准|补助|时间|面积|资金"
    if split := compiled(f"^(.+(?:{measured}))({group('subjects', 'stage')})$").match(head):
        return Name(split[1], split[2])
    if quantity.rank:
        return Name((head.removesuffix("保").removesuffix("争") or words.carried) + "位次")
    return BY_CLASS.get(quantity.unit_class, _count)(quantity, words)


def _speed(quantity: Quantity, words: Words) -> Name:  # noqa: ARG001  # one signature for all classes
    return Name(f"{words.head}{clean(words.behind)}速率")


def _noun_behind(behind: str) -> str:
    """The noun that a number counts: behind the last 的 of what describes it."""
    text = behind.replace(FILLER, "").removeprefix("的")
    if text[:1] in "、,":
        return ""
    cut = compiled(r"以及|(?<=.{2})及(?=其他|相应|相关|其|.{4})").split(text)[0]
    if set_by := compiled(r"^([^的]{2,14})的(?:标准|要求|比例|目标)").match(cut):
        return clean(set_by[1])
    joint = cut.rfind("的", 0, -1)
    act = f"(?:[^的]{{0,6}}(?:任务|工作|目标)|(?:{group('verbs', 'act_noun')})+(?:并[^的]*)?)$"
    if joint < cut.rfind("”") or compiled(act).match(cut, joint + 1):
        return clean(cut)
    return clean(cut[joint + 1 :])


def _count(quantity: Quantity, words: Words) -> Name:
    noun, head = _noun_behind(words.behind), _drop_context(words.head)
    if listed := compiled(rf"^((?:{group('verbs', 'deliver')})?)[^,]*等$").match(head):
        head = listed[1]  # 北街小学等九个项目
    suffix = _suffix(quantity.unit)
    if not noun:
        return _count_before(head, words.carried, suffix)
    if raised := _raised(quantity, words, noun):
        return Name(f"{raised[1]}的{raised[0]}{suffix}", raised[0])
    if ends_in_measure(head) and not deliver().search(head):
        return Name(head)
    if quantity.unit_class == "person" and noun.endswith("任务") and head.endswith("完成"):
        people = "人次" if quantity.unit.endswith("人次") else "人数"
        return Name(noun.removesuffix("任务") + people)  # 完成2200名职教招生任务
    verb = compiled(rf"(?:{group('verbs', 'deliver')})$").search(head)
    if verb or not head:
        own = verb[0] if verb else (words.carried if deliver().fullmatch(words.carried) else "")
        return Name(f"{own}{noun}{suffix}")
    return Name(f"{head}{noun}{suffix}")


def _count_before(head: str, carried: str, suffix: str) -> Name:
    """新增微机200台: the noun stands before the number; a verb may be handed on from the clause before."""
    if not head:
        return Name(carried if ends_in_measure(carried) else carried + suffix)
    if deliver().fullmatch(carried) and not deliver().match(head):
        head = carried + head
    elif deliver().fullmatch(head) and carried.endswith(suffix) and (before := deliver().match(carried)):
        head += carried[before.end() :].removesuffix(suffix)  # 新建公办园3所、改扩建2所
    return Name(head if ends_in_measure(head) else head + suffix)


def _raised(quantity: Quantity, words: Words, noun: str) -> tuple[str, str] | None:
    """组织2所学校开展展示, 为47所中小学安装一体机: who, and what is done."""
    raising = r"(?:^|[^建])(?:对|为|使|让|给|向|组织|推荐|选派|推动|指导|支持|帮助)(?:全[县市区校])?$"
    if quantity.unit not in RAISED_UNITS or not compiled(raising).search(words.lead.replace(FILLER, "")):
        return None
    whom = "学校|中小学校|中小学|幼儿园|小学|初中|高中|班级|乡镇|教师|学生|人员|园|校长|园长|班主任|干部|家长|幼儿|儿童"
    match = compiled(rf"^([^,、]{{0,8}}?(?:{whom})(?:[、和](?:{whom}))*)(.{{2,}})$").match(noun)
    return (match[1], match[2]) if match else None


def _suffix(unit: str) -> str:
    if unit.endswith("人次"):
        return "人次"
    if unit.endswith("人"):
        return "人数"
    if unit.endswith(("次", "场次")):
        return "次数"
    return "面积" if unit.endswith(("平方米", "亩", "平米", "㎡", "公顷")) else "数"


def _drop_context(head: str) -> str:
    """在全市树立…, 每学期对…: leave out where, keep what."""
    where = r"^(?:在|从)[^,、]{1,10}?(?:中|上|内|前|里|市|县|区|校|底)(?=[\u4e00-\u9fff]{3,})"
    return compiled(where).sub("", head) or head


def _share(quantity: Quantity, words: Words) -> Name:  # noqa: ARG001
    head = words.head
    if "占" in head and words.rest and not head.endswith("占比"):
        return Name(f"{_noun_behind(words.behind)}占{head.rsplit('占', 1)[1]}比例")
    if ends_in_measure(head):
        return Name(head)
    whose = compiled(f"(?:{group('subjects', 'owner')})$").search(head)
    if whose and bound_before(words.lead) and compiled("(?:率|比例|比重)$").search(words.carried):
        return Name(words.carried, head)  # 其中骨干教师不低于20%
    if change := _change(head, words.carried):
        return Name(change)
    if part := compiled(r"^(.+?)(?:不低于|不少于|不超过|达到|占到?|不高于)([^,]{1,12}?)的?$").match(head):
        return Name(part[1] if ends_in_measure(part[1]) else f"{part[1]}占{part[2]}比例")
    return (
        _share_of(head, words, whose[0] if whose else "") if words.rest else Name(_share_alone(words) or words.carried)
    )


def _share_alone(words: Words) -> str:
    """拨付公用经费预算的60%以上: the whole stands before, with 的."""
    whole = compiled("的$").search(words.lead.replace(FILLER, "").rstrip("达到不低于少"))
    moved = compiled("[由从]").search(words.lead)  # 由80%提高到92%
    return f"{words.head.removesuffix('的')}比例" if whole and not moved else words.head


def _change(head: str, carried: str) -> str:
    """A rate that rises or falls by so much: 比上年提高, 近视率同比下降."""
    if alone := compiled(rf"^(?:比|较|同比)[^,]{{0,8}}?({CHANGED})$").match(head):
        return carried + alone[1]
    rate = "率|占比|比例|比重|水平|经费|收入|得分"
    if by := compiled(rf"(.*?(?:{rate}))比[^,]{{0,8}}({CHANGED})$").match(head):
        return by[1] + by[2]
    changed = compiled(rf"(.+?)(?:同比|较[^,]{{1,6}}|比[^,]{{1,8}})?({CHANGED})$").match(head)
    return changed[1] + changed[2] if changed else ""


def _share_of(head: str, words: Words, whose: str) -> Name:
    """A share whose whole stands behind the number: 60%的中小学完成更新."""
    if whose and not phrase_at(words.rest, 0, "subjects", "owner") and phrase_at(words.rest, 0, "verbs", "work"):
        return Name(f"{clean(words.rest)}的{head}比例", whose)
    if match := _owner(words.rest):
        owner, doing = match
        verb = compiled(r"(?:完成|确保|实现)$").search(head)
        return Name(f"{verb[0] if verb else ''}{doing or head}的{owner}比例", owner)
    return Name(f"{head}{clean(words.rest)}比例")


def _owner(text: str) -> tuple[str, str] | None:
    """中小学完成教学仪器的更新 → whose share, and what they do."""
    owner = f"(?:的)?([^,。;“]{{0,10}}?(?:{group('subjects', 'owner')}))"
    if match := compiled(rf"{owner}(?:的)?(.*)$").match(text):
        return match[1], clean(match[2])
    stop = compiled("[,。;“]").search(text)
    for at in range(2, min(13, stop.start() if stop else len(text))):
        if text[at] == "的" or len(phrase_at(text, at, "verbs", "work")) > 1:
            return text[:at], clean(text[at:].removeprefix("的"))
    return None


def _duration(quantity: Quantity, words: Words) -> Name:  # noqa: ARG001
    noun = _noun_behind(words.behind)
    noun = noun.removesuffix("要求") if len(noun) <= LONGEST_NOUN else ""
    head = compiled(r"^(?:保证|保障|确保|坚持|落实)").sub("", words.head).replace("“", "").replace("”", "")
    students = compiled(r"^((?:青少年|中小学|在校)?学生|师生|教师|幼儿)(?=每|在校)").match(head)
    subject = students[1] if students else ""
    head = head[len(subject) :]
    if not noun and compiled("每[天日周月晚次节]").fullmatch(head) and words.carried.endswith(("时间", "次数")):
        stem = compiled("^(?:.*每[天日周月晚])?(?:开展|进行|参加|组织)?").sub("", words.carried)
        return Name(
            f"{head}{stem.removesuffix('次数').removesuffix('时间')}时间", subject
        )  # 每周服务5天,每天不少于2小时
    if ends_in_measure(head) or (not head and words.carried.endswith("时间")):
        return Name(head or words.carried, subject)
    stem = compiled(r"(?:进行|开展|参加)$").sub("", head) if noun else head
    return Name(f"{stem or words.carried}{noun}{'' if noun.endswith('时间') else '时间'}", subject)


def _money(quantity: Quantity, words: Words) -> Name:  # noqa: ARG001
    head, carried = words.head, words.carried
    if stage().fullmatch(head) and ends_in_measure(carried):
        return Name(carried, head)  # 生均公用经费标准,小学生提高到280元
    behind = "" if compiled(f"^(?:{CHANGED})").match(words.behind) else words.behind
    if per := _per_head(head):
        thing = object_of(compiled("^的?(?:标准)?").sub("", behind)) if behind else carried
        if thing:
            return Name(thing, per[1])
    own = clean(compiled("^的?(?:标准|资金|经费)?(?=.{2})").sub("", behind.replace(FILLER, "")))
    if not head and carried:
        return Name(carried)
    head = compiled("^(?:重点|抓好|做好|完成|计划|预计|继续|安排(?=.{4}))+(?=.{2})").sub("", head)
    own = compiled(COUNTED).sub("", own)
    return _money_for(head, own) if own else _money_alone(head, carried or words.heading)


def _per_head(head: str) -> tuple[str, str] | None:
    """对在园幼儿按每人每年: a rate per head, and for whom."""
    unit = "每[人生班校园](?:每?[年月期天]|每学[年期])?"
    match = compiled(f"^(?:(?:对|给|向|为)?(?P<whom>(?!按).{{2,14}}?))?(?:按照?)?{unit}$").match(head)
    return (match[0], match["whom"] or "") if match else None


def _money_for(head: str, own: str) -> Name:
    """Money with what it is for behind it: 投入145万元安保专项资金, 投资100万元建成4个教室."""
    word = compiled(f"(?:{MONEY_WORDS})$").search(head)
    named = compiled(f"(?:{MONEY_WORDS})").search(own)
    if word and len(head) <= LONGEST_NOUN:
        return Name(thing_of(own) + ("" if compiled(f"(?:{MONEY_WORDS})$").search(own) else head))
    if not word and not named:
        return Name(f"{thing_of(own)}{head}资金" if len(head) <= 4 else head)
    if not word:
        return Name(thing_of(own) if len(head) <= 4 or "每" in head else head + own)
    return Name(head)


def _money_alone(head: str, purpose: str) -> Name:
    return Name(head if len(head) > 2 and not compiled(f"^(?:{MONEY_WORDS})+$").match(head) else f"{purpose}{head}")


def thing_of(text: str) -> str:
    """建成4个录播教室 → 录播教室建设: the thing, and the verb behind it."""
    task = compiled("的?(建设|改造|更新|配备)(?:任务|工作|目标)$")
    text = text.removeprefix("用于")
    done = phrase_at(text, 0, "verbs", "work")
    done += phrase_at(text, len(done), "verbs", "act_noun") if done else ""  # 维修改造校舍
    if not done or len(text) < len(done) + 2:
        return task.sub(r"\1", text)
    thing = task.sub(r"\1", compiled(COUNTED).sub("", text[len(done) :]))
    verb = {"建成": "建设", "新建": "建设", "完成": ""}.get(done, done)
    return f"{thing}{'' if thing.endswith(verb) else verb}"


def object_of(clause: str) -> str:
    """What a clause without a number is about, for the money of the clause before it: 购置图书 → 图书购置."""
    return thing_of(clean(clause))


BY_CLASS: Mapping[str, Callable[[Quantity, Words], Name]] = MappingProxyType(
    {"money": _money, "share": _share, "duration": _duration, "network": _speed}
)
