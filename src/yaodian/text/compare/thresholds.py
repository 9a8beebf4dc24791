"""The numbers that decide what counts as the same task, each with its reason; tuned on `tests/text/compare/pairs.yaml`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number and why it is that one."""

    value: float
    why: str


TITLE = Threshold(0.35, "标题最能说明是哪件事，但常常整句改写，所以不到一半")
BODY = Threshold(0.50, "正文的字多，改写后仍留下大半")
INDICATOR = Threshold(0.15, "两项都定目标时，管的是不是同一个指标")
SAME = Threshold(0.34, "低于此数，随意两项安全工作也会相近；真正改写过的多在0.4以上")
BETWEEN_NEIGHBOURS = Threshold(0.20, "前后两项都已对上的，中间剩下的两项多半是同一项，可以放宽")
SAME_BY_TARGET = Threshold(0.12, "定的是同一个指标、又都没有更像的，文字只要有一点相近就是同一项，换了年份常这样")
SURE_MEASURE = Threshold(0.94, "编码相同且对象不冲突，或名称相同，才算确实是同一指标")
SAME_SECTION = Threshold(0.03, "同一标题下的先配，只在分数接近时起作用")
SAME_PLACE = Threshold(0.02, "次序相近的先配，只在分数接近时起作用")
CONTAINED = Threshold(0.60, "新的一项有六成的词出自原来的一项，而留下的那项里没有，就是拆分出来的")
LEFT_BEHIND = Threshold(0.40, "留下的那项里还有这么多，就不算拆分")
INDICATOR_NAME = Threshold(0.50, "指标名称有一半的字相同，又是同一单位，就是同一指标")
ANSWERS = Threshold(0.26, "下级要点按上级改写，字数不等，比同一份要点修订时放宽")
ANSWERS_BY_TARGET = Threshold(0.10, "管同一指标时，文字只要有一点相近就算回应")
ALSO_ANSWERS = Threshold(0.75, "除最接近的一项外，达到它的四分之三的也算回应")
