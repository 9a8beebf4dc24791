"""How a figure binds (comparator) and what kind of promise it is, from the words around it."""

from functools import cache
from re import Pattern

from yaodian.text.phrases import any_of, compiled, group, groups
from yaodian.text.quantities import Quantity
from yaodian.text.reading import Kind

SIGNS = {"ge": ">=", "le": "<=", "gt": ">", "lt": "<", "near": "~"}
REACH = 12  # characters before a number in which its bound word stands


def bound_before(text: str) -> str:
    """The comparator of the bound word at the end of `text`, or "".

    >>> bound_before("入学率不低于"), bound_before("控制在"), bound_before("新增")
    ('>=', '<=', '')
    """
    found = {sign: _bound(key).search(text[-REACH:]) for key, sign in SIGNS.items()}
    # the longest wins across the groups: 不超过 is not 超过
    return max(((len(match["word"]), sign) for sign, match in found.items() if match), default=(0, ""))[1]


@cache
def _bound(key: str) -> Pattern[str]:
    return compiled(rf"(?P<word>{group('bounds', f'before_{key}')})(?:在|为|了|到)?[“(]?$")


def comparator(quantity: Quantity, lead: str, group_after: str) -> str:
    """The comparator of a quantity: a range, the bound behind, the bound before, else at least."""
    if quantity.value_max is not None:
        return "range"
    if quantity.after == "=" or quantity.rank:
        return quantity.after
    before = bound_before(lead) or _bound_of_share(quantity, lead) or ("~" if "预计" in lead else "")
    after = quantity.after or group_after
    # 不超过300余人 is bound by its first word, 达到300余人 is more than 300
    if after and not (after == ">" and before not in ("", ">=", "~")):
        return after
    if before:
        return before
    exact = not quantity.value or (quantity.unit_class == "money" and _per_head().search(lead))
    return "=" if exact else ">="  # 犯罪率为0, 每人每年400元


@cache
def _per_head() -> Pattern[str]:
    rate = "每[人生][每·/]?(?:年|学期|月|天|学年)?"
    return compiled(rf"按(?:照)?[^,。;]{{0,6}}(?:每|人均|生均)[^,。;]{{0,8}}$|(?:{rate}|每学年|标准为)$")


def _bound_of_share(quantity: Quantity, lead: str) -> str:
    """不低于交流总数的20%: the whole stands between bound and share."""
    if quantity.unit_class != "share" or not lead.endswith("的"):
        return ""
    cuts = range(len(lead) - 2, max(0, len(lead) - 16), -1)
    return next((sign for cut in cuts if (sign := bound_before(lead[:cut]))), "")


@cache
def _rule(*groups_of_words: str) -> Pattern[str]:
    words = any_of(word for key in groups_of_words for word in groups("bounds")[key] if word != "限")
    alone = "|(?<![年期时权极有无界上下局])限(?![额度制期定])" if "rule" in groups_of_words else ""  # but 年限, 上限
    return compiled(f"(?<![占供反适响相])(?:{words})(?![届对用急试]){alone}")


@cache
def _stretch() -> Pattern[str]:
    means = "|".join(groups("kinds")["strive_for_means"])
    return compiled(rf"(?:{group('bounds', 'stretch_far')})(?!创|先|当|优|做|取|{means})")


def stretches_far(text: str) -> bool:
    """力争, 争取, 力求: reach on over the clauses that follow."""
    return _stretch().search(text) is not None


def stretches_near(text: str) -> bool:
    """努力: reaches over its own clause."""
    return "努力" in text


def kind_of(quantity: Quantity, clause: str, lead: str, behind: str, *, stretched: bool) -> Kind:
    """commit, stretch, limit, resource or fact. `clause` is the clause up to the number, `lead` what belongs to it."""
    if _is_fact(quantity, clause, behind):
        return "fact"
    if stretched:
        return "stretch"
    bounded = bool(quantity.after) or bool(bound_before(clause))
    if _rule("rule").search(lead) or _rule("rule_far").search(clause):
        return "limit"
    if bounded and _rule("rule_if_bound").search(clause):
        return "limit"
    return "resource" if quantity.unit_class == "money" and "完成" not in clause[-REACH:] else "commit"


@cache
def _past() -> Pattern[str]:
    return compiled(f"(?<!比)(?<!与)(?<!较)(?:{group('kinds', 'past')})|(?:{group('kinds', 'done')})了")


def _is_fact(quantity: Quantity, clause: str, behind: str) -> bool:
    """Whether a figure only tells what is, was, or which ones are meant."""
    told = _past().search(clause) or compiled("涉及[^,。;]*$").search(clause)  # 涉及农村学校26所
    if quantity.unit_class == "age" or quantity.unit == "周年" or told:
        return True
    if quantity.after == ">" and quantity.unit_class == "length":
        return True  # 1.5公里以外
    if compiled(r"(?:由|从)[^,。;]*$").search(clause) and compiled(CHANGES).match(behind):
        return True  # the figure that it starts from
    if quantity.after and compiled(f"的?(?:{group('kinds', 'describes')})").match(behind):
        return True  # 66人以上超大班额
    sized = quantity.after and quantity.unit_class in ("person", "age", "length")
    if sized and compiled(f"的(?:{group('kinds', 'described')})").match(behind):
        return True  # 5人以上的学校
    known = f"(?:{group('quantities', 'contents')})"
    return quantity.unit in ("个", "项", "条", "字") and compiled(known).match(behind) is not None


CHANGES = "提高|增加|提升|增长|下降|降|减少|扩大|上升|压减|压缩"
