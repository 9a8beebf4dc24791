"""转学证明: the paper with which a child goes to a school outside the county, in Word, with a return slip (回执)."""

import io
from dataclasses import dataclass
from datetime import date

from yaodian.papers.official import CENTRE, HEAD, RIGHT, TITLE, TITLE_SIZE, new_document, write


@dataclass(frozen=True, slots=True)
class Certificate:
    """What it says."""

    number: str
    school: str
    name: str
    sex: str
    born_on: date
    pupil_number: str
    grade: str
    destination: str
    reason: str
    on: date


def transfer_certificate(told: Certificate) -> bytes:
    """The .docx of a certificate."""
    made = new_document("转学证明")
    write(made, "转学证明", font=TITLE, size=TITLE_SIZE, align=CENTRE)
    write(made, f"编号：{told.number}", align=RIGHT)
    write(made, "")
    write(
        made,
        f"兹有我校{told.grade}学生{told.name}，{told.sex}，{said(told.born_on)}出生，学籍号{told.pupil_number}，"
        f"因{told.reason}，申请转往{told.destination}就读，经审核同意转出，自{said(told.on)}起不再在我校就读。"
        "请予接收，并将回执寄回我校。",
    )
    write(made, "")
    write(made, told.school, align=RIGHT)
    write(made, "（盖章）　　　　年　　月　　日", align=RIGHT)
    write(made, "")
    write(made, "回　执", font=HEAD, align=CENTRE)
    write(made, f"{told.school}：")
    write(made, f"你校学生{told.name}（证明编号{told.number}）已于　　　　年　　月　　日到我校　　　　年级就读。")
    write(made, "")
    write(made, "接收学校（盖章）　　　　年　　月　　日", align=RIGHT)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def said(day: date) -> str:
    """2026年9月16日."""
    return f"{day.year}年{day.month}月{day.day}日"
