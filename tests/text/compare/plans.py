"""Plans for these tests: a sentence among neighbours that stay as they are; the sample plan and a revision of it."""

import re
from pathlib import Path

from yaodian.text import Reading, read_plan

SAMPLE = Path(__file__).parents[3] / "samples" / "青澜县教育局2026年工作要点.txt"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
BEFORE = ("组织干部理论学习，编发学习简报。", "清理闲置校园土地，办理不动产登记。")
AFTER = ("开展档案数字化，移交到期档案。", "做好公务用车管理，公示用车台账。")
OTHER = ("修订课程实施方案，公开教学计划。", "组织优质课评比，推广获奖课例。")


def among_neighbours(sentence: str, *, elsewhere: bool = False) -> Reading:
    """A plan of two sections with the sentence in the middle of one of them."""
    own = [*BEFORE, *([] if elsewhere or not sentence else [sentence]), *AFTER]
    other = [OTHER[0], *([sentence] if elsewhere and sentence else []), OTHER[1]]
    lines = ["某县教育局2026年工作要点", "一、加强机关建设"]
    lines += [f"{number}.{text}" for number, text in enumerate(own, start=1)]
    lines += ["二、提升教育质量", *(f"{number}.{text}" for number, text in enumerate(other, start=1))]
    return read_plan("\n".join(lines))


def changed(text: str, *replacements: tuple[str, str]) -> str:
    """The text with each of these, which must occur once, replaced."""
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def revised_sample() -> str:
    """The sample plan as an office would revise it in July: figures, an owner, wording; one moved, one dropped, one added."""
    text = changed(
        SAMPLE.read_text(encoding="utf-8"),
        ("仪器配备达标率达到95%以上", "仪器配备达标率达到98%以上"),
        ("九年义务教育巩固率保持在96%以上", "九年义务教育巩固率保持在96.5%以上"),
        ("公开招聘教师150人", "公开招聘教师180人"),
        ("（牵头科室：计财科；完成时限：8月底前）", "（牵头科室：项目办；配合科室：计财科；完成时限：8月底前）"),
        (
            "3.培育骨干教师。新认定县级骨干教师80名、学科带头人20名，组建名师工作室10个，每个工作室带一所乡村学校。",
            "3.壮大骨干教师队伍。新认定县级骨干教师80名、学科带头人20名，组建名师工作室10个，每个工作室结对一所乡村学校，常态化开展帮扶。",
        ),
        (
            "\n\n六、加强党的建设",
            "\n9.推进大宗食材采购。学校食堂大宗食材集中采购比例达到90%以上。（牵头科室：计财科）\n\n六、加强党的建设",
        ),
    )
    text = re.sub(r"8\.开展读书行动.*\n", "", text)
    moved = re.search(r"8\.密切家校联系.*\n", text)
    assert moved
    return changed(text.replace(moved[0], ""), ("2.建设清廉学校", f"{moved[0].replace('8.', '2.')}3.建设清廉学校"))
