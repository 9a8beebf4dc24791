"""What the demo county does with its registers in September 2026: filings, one form of an office, transfers."""

import io
from datetime import date
from typing import Any

from yaodian.apps.audit.clock import at
from yaodian.apps.ledgers.filings.board import filings_for
from yaodian.apps.ledgers.filings.chasing import chase_filings
from yaodian.apps.ledgers.filings.deciding import approve_filing, return_filing
from yaodian.apps.ledgers.filings.handing_in import submit_filing
from yaodian.apps.ledgers.filings.opening import open_filings
from yaodian.apps.ledgers.returns.asking import Details, change_return, draft_return, send_return
from yaodian.apps.ledgers.returns.asking import Wanted as AskedFor
from yaodian.apps.ledgers.returns.filling import hand_in
from yaodian.apps.ledgers.returns.kinds import kept_columns
from yaodian.apps.ledgers.tables import register_named, rows_of
from yaodian.apps.movements.services.transfers import ask, release
from yaodian.apps.orgs.acting import Acting, System
from yaodian.cli.county.people import County
from yaodian.kernel.errors import NotNow
from yaodian.kernel.period import Period
from yaodian.registers.sheets.template import write_template
from yaodian.registers.sheets.writing import SheetColumn

OPENED, HANDED_IN, DECIDED = date(2026, 9, 1), date(2026, 9, 4), date(2026, 9, 7)
ASKED, FILLED, CHASED = date(2026, 9, 8), date(2026, 9, 11), date(2026, 9, 15)
HOME = "石桥镇中心小学"
FORM = ("灭火器数量（具）", "应急灯数量（个）", "最近一次检修日期", "责任人", "在校学生数")


def tell_september(county: County) -> None:
    """The filings of August's drop-outs and last year's ethics reviews, the safety office's form, two transfers."""
    _file(county, "dropouts", "2026-08", office="基础教育科", late=3)
    _file(county, "ethics_reviews", "2025-2026", office="人事科", late=17)
    _ask_for_a_form(county)
    _transfer(county)


def _heads(county: County) -> list[Acting]:
    """Who fills for each school that has people, in the order of the tree."""
    units = [name for name, unit in county.units.items() if unit.kind in ("school", "kindergarten")]
    return [county.by(name) for name in units if name in county.heads]


def _file(county: County, key: str, period: str, *, office: str, late: int) -> None:
    """Open, hand in where the data are sound (but for the last ones), approve, return one, chase who is late."""
    register, head = register_named(key), county.by(office)
    with at(OPENED):
        open_filings(register=register, period=Period.read(period), by=System())
    found = {filing.unit_id: filing for filing in filings_for(head) if filing.register == key}
    handed: list[Any] = []
    schools = [by for by in _heads(county) if by.post.unit_id in found]
    with at(HANDED_IN):
        for by in schools[: len(schools) - late]:
            try:
                handed.append(submit_filing(filing=found[by.post.unit_id], empty=True, by=by))
            except NotNow:  # its data have problems that the demo leaves for the reader
                continue
    with at(DECIDED):
        for filing in handed[1:-2]:
            approve_filing(filing=filing, by=head)
        if handed:
            return_filing(filing=handed[0], reason="请核对上月已返校学生的返校日期，补填后重报。", by=head)
    with at(CHASED):
        chase_filings(filings=[each for each in filings_for(head) if each.register == key], by=head)


def _ask_for_a_form(county: County) -> None:
    """The safety office counts fire extinguishers; how many children there are Yaodian knows already."""
    by, sheet = county.by("安全科"), io.BytesIO()
    sheet.write(write_template([SheetColumn(title) for title in FORM], title="校园消防器材统计表", notes=[]))
    with at(ASKED):
        asked = draft_return(name="校园消防器材统计表.xlsx", content=sheet.getvalue(), by=by)
        columns = [AskedFor(kept) for kept in kept_columns(list(asked.columns.all()))]
        details = Details(
            title="校园消防器材统计表",
            says="开学前消防安全检查用，逐件清点后填写。",
            due=date(2026, 9, 18),
            kinds=("school", "kindergarten"),
        )
        asked = send_return(asked=change_return(asked=asked, details=details, columns=columns, by=by), by=by)
    with at(FILLED):
        for number, school in enumerate(_heads(county)[:9], 1):
            _fill(asked, school, number)


def _fill(asked: Any, school: Acting, number: int) -> None:
    form = asked.units.get(unit=school.post.unit)
    kinds = [column.kind for column in kept_columns(list(asked.columns.all()))]
    values = {"integer": 12 + number, "date": f"2026-08-{number + 10:02}", "name": school.name}
    hand_in(asked=form, rows=[[values.get(kind, school.name) for kind in kinds]], by=school)


def _transfer(county: County) -> None:
    """One child asked away from 石桥镇中心小学 and waiting, one asked for by it and released."""
    home = county.units[HOME]
    others = [by for by in _heads(county) if by.post.unit_id != home.pk and "primary" in by.post.unit.stages]
    away, here = _child(home.pk), _child(others[0].post.unit_id)
    if away is None or here is None:
        return
    wanted = {"reason": "moved", "note": "家庭搬迁", "class_id": None, "on": date(2026, 9, 21)}
    with at(DECIDED):
        released = ask(pupil=here.pk, receiver=home, grade=here.grade, by=county.by(HOME), **wanted)
        ask(pupil=away.pk, receiver=others[1].post.unit, grade=away.grade, by=others[1], **wanted)
    with at(ASKED):
        release(transfer=released, by=others[0])


def _child(unit_id: int) -> Any:
    """A child in the middle grades of a school."""
    return rows_of("pupils")._default_manager.filter(school=unit_id, status="10", grade="13").order_by("pk").first()
