"""The registers are filed and approved, their rows frozen and figures published from them; one is corrected, as `filed.yaml` says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from yaodian.apps.audit.clock import at, today
from yaodian.apps.indicators.bases import FILED
from yaodian.apps.indicators.catalogue import indicator_named
from yaodian.apps.indicators.pinned import Filed
from yaodian.apps.indicators.publishing import correct, publish
from yaodian.apps.indicators.snapshots import take_snapshot
from yaodian.apps.ledgers.checking.sweep import explain_failed, sweep
from yaodian.apps.ledgers.filings.board import lines_of
from yaodian.apps.ledgers.filings.deciding import decide_filings
from yaodian.apps.ledgers.filings.handing_in import submit_filing
from yaodian.apps.ledgers.filings.opening import open_filings
from yaodian.apps.ledgers.problems import Asked, asked
from yaodian.apps.ledgers.tables import register_named
from yaodian.apps.orgs.acting import System
from yaodian.cli.county.people import County
from yaodian.cli.county.story import story
from yaodian.kernel.breach import Severity
from yaodian.kernel.period import Period

CHIEF = "基础教育科"  # whose head freezes the rows
LATER, AFTERNOON = time(10), time(15)


def file_and_publish(county: County) -> None:
    """All that happens to the figures of the school year's first day until the demo's day."""
    year = Year(county, story("filed"))
    days = year.told["days"]
    year.open(on=days["opened"])
    year.hand_in(lambda row, unit: unit not in row.get("late", []) + row.get("missing", []), on=days["handed_in"])
    year.approve(on=days["approved"])
    year.publish(on=days["published"])
    year.hand_in(lambda row, unit: unit in row.get("late", []), on=days["late"])
    year.approve(on=days["corrected"])
    year.correct(on=days["corrected"])


@dataclass
class Year:
    """The filings and the published figures of a school year."""

    county: County
    told: Any
    published: dict[str, Any] = field(default_factory=dict)  # by the indicator's code

    def open(self, *, on: date) -> None:
        """The filings of all schools."""
        with at(on):
            for key in self.told["filings"]:
                open_filings(register=register_named(key), period=self._period(key), by=System())

    def hand_in(self, now: Callable[[Any, str], bool], *, on: date) -> None:
        """The schools for whom it is `now` hand in, with explanations of what checks point out."""
        with at(on, AFTERNOON):
            for key, row in self.told["filings"].items():
                filings = [each for each in self._filings(key, "open") if now(row, each.unit.name)]
                if filings:
                    sweep(register_named(key))
                for filing in filings:
                    self._hand_in(filing, row.get("explains", ""))

    def _hand_in(self, filing: Any, explanation: str) -> None:
        by, register = self.county.by(filing.unit.name), register_named(filing.register)
        if explanation:
            for failed in asked(register, Asked(severity=Severity.WARNING, unit=filing.unit_id), by):
                explain_failed(failed=failed, explanation=explanation, by=by)
        submit_filing(filing=filing, empty=True, by=by)

    def approve(self, *, on: date) -> None:
        """The offices approve all that was handed in."""
        with at(on):
            for key, row in self.told["filings"].items():
                handed = self._filings(key, "submitted")
                decide_filings(filings=handed, approve=True, by=self.county.by(row["by"]))

    def publish(self, *, on: date) -> None:
        """The county's figures, from the rows as they are frozen now."""
        with at(on, LATER):
            snapshot = self._freeze()
            for code, row in self.told["figures"].items():
                self.published[code] = publish(
                    code=code,
                    unit=self.county.bureau,
                    period=Period.of(indicator_named(code).cycle, self.told["of"]),
                    snapshot=snapshot,
                    by=self.county.by(row["by"]),
                )

    def correct(self, *, on: date) -> None:
        """The figures that lacked some rows, from the rows frozen anew."""
        with at(on, LATER):
            snapshot = self._freeze()
            for code, row in self.told["figures"].items():
                if reason := row.get("corrected"):
                    by = self.county.by(row["by"])
                    correct(publication=self.published[code], snapshot=snapshot, reason=reason, by=by)

    def _freeze(self) -> Any:
        return take_snapshot(kind=FILED, on=self.told["of"], by=self.county.by(CHIEF))

    def _period(self, key: str) -> Period:
        """The period whose filing figures of the day are taken from."""
        return Filed(self.told["of"], today()).period(register_named(key))

    def _filings(self, key: str, stands: str) -> list[Any]:
        """Those of all schools that stand so (a key of board.STANDS)."""
        by = self.county.by(self.told["filings"][key]["by"])
        lines = lines_of(register_named(key), self._period(key), by)
        return [line.filing for line in lines if line.stands == stands]
