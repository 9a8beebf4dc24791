"""When a numeral with a measure word counts something, and when it is a word, a name or an article (量词)."""

from dataclasses import dataclass

from yaodian.text.phrases import compiled, group, groups
from yaodian.text.quantities import Quantity

CN = "〇零一二两三四五六七八九十百千万"
ALWAYS = frozenset({"share", "money", "duration", "length"})  # classes that make any Chinese numeral a quantity
CALENDAR = frozenset({"年", "天", "周", "学期", "个学期", "星期"})  # these need a bound to be more than a date
AHEAD = 12  # characters before a numeral that decide what it is


@dataclass(frozen=True, slots=True)
class Counting:
    """A Chinese numeral with its measure word in a folded paragraph."""

    norm: str
    quantity: Quantity
    text: str

    @property
    def before(self) -> str:
        """What stands before the numeral."""
        return self.norm[max(0, self.quantity.start - AHEAD) : self.quantity.start]

    def starts(self, pattern: str) -> bool:
        """Whether what follows begins so."""
        return compiled(pattern).match(self.norm, self.quantity.end) is not None

    def ends(self, pattern: str) -> bool:
        """Whether what stands before ends so."""
        return compiled(f"(?:{pattern})$").search(self.before) is not None


def counts(at: Counting) -> bool:
    """Whether a Chinese numeral with a measure word counts something, or only means "a", "the", "these"."""
    unit, table = at.quantity.unit, groups("quantities")
    if at.ends(group("quantities", "not_behind")):
        return False
    nouns = "全会|性|会议" if unit in ("次", "节") else group("quantities", "not_ahead")
    if at.starts(f"(?:{nouns})"):
        return False  # 五次全会, but 每周一次主题班会
    if unit == "起" and at.text == "一" and not at.starts("以上|以下|以内"):
        return False  # 一起
    if at.quantity.unit_class in ALWAYS and unit not in CALENDAR:
        return True
    if unit in CALENDAR:
        return at.starts("以上|以内|及以上|以下|左右") or at.ends(group("bounds", "before_ge", "before_le"))
    return not sums_up(at.norm, at.quantity) and (_vague(at) if unit in table["vague_units"] else _plain(at))


def _vague(at: Counting) -> bool:
    """个, 项, 条 mostly sum up or describe; they count behind 等 or where something is brought into being."""
    listed = at.ends(r"[)\]”]?等")
    if listed or at.quantity.unit == "项":
        return listed
    makes = at.ends(f"(?:{group('quantities', 'makes')})(?:了)?(?:至少|不少于|约|近)?")
    abstract = at.starts(f"[^,。;、]{{0,14}}?(?:{group('quantities', 'abstract')})")
    return makes and not abstract and (at.text != "一" or at.quantity.unit == "个")


def _plain(at: Counting) -> bool:
    """两所, 三次 count; 一次 only where somebody does it, since 一 is mostly an article."""
    if at.text != "一":
        return True
    doing = f"(?:{group('quantities', 'makes', 'holds')}|每[^,。;]{{1,8}}|各|至少|必须)[^,。;]{{0,8}}"
    return at.ends(doing) and not at.starts("性")


def sums_up(norm: str, quantity: Quantity) -> bool:
    """Whether the places just listed are as many: 五里圩、桥头两校."""
    if quantity.unit not in groups("quantities")["places"]:
        return False
    name = "[^,。;、:与和]{2,8}"
    listed = compiled(f"{name}(?:[、与和]{name})*$").search(norm, max(0, quantity.start - 60), quantity.start)
    return listed is not None and len(compiled("[、与和]").split(listed[0])) == quantity.value > 1


def _is_known(norm: str, quantity: Quantity) -> bool:
    """以6个学区为单位, 对照7项指标: as many as there are."""
    start, unit = quantity.start, quantity.unit
    if norm[start - 1 : start] == "以" and compiled("[^,。;、]{1,12}为").match(norm, quantity.end):
        return True
    known = f"(?:{group('quantities', 'known_behind')})$"
    vague = unit in ("项", "个", "条", "大", "类")
    return vague and compiled(known).search(norm, max(0, start - 4), start) is not None


def is_word(norm: str, quantity: Quantity) -> bool:
    """Whether number and unit are part of a name or of a rate: 第三届, 5年行动, 后3位, 每500名学生."""
    start, end, unit = quantity.start, quantity.end, quantity.unit
    before = norm[max(0, start - 2) : start]
    if before.endswith(("第", "号", "初", "No", "届")) or (before.endswith("后") and unit in ("名", "位")):
        return True
    each = before.endswith("每") and quantity.unit_class in ("count", "person")
    if (each and unit not in ("次", "节", "课时")) or _is_known(norm, quantity):
        return True
    if unit == "年" and not compiled("以上|以内|及以上|以下|左右").match(norm, end):
        bound = f"(?:{group('bounds', 'before_ge', 'before_le')}|满)$"
        return compiled(bound).search(norm, max(0, start - 5), start) is None
    generation = unit in ("G", "g") and quantity.value < 7  # 5G
    if generation or (unit in ("天", "周", "学期") and compiled("制|末|边|岁|度").match(norm, end)):
        return True
    return unit == "人" and norm[end : end + 1] in ("民", "才", "事")
