"""The fictional county 青澜县: its people, its plans and half a year of work, told as data and filled through the services.

`units.yaml`, `people.yaml`, `plan_2025.yaml`, `plan_2026.yaml` and `year/` say what happened and when; the modules here
carry it out on those days, so that the log, the messages and the lights are as they would have become by themselves.
"""

from collections.abc import Callable
from datetime import date

DEMO_DAY = date(2026, 9, 16)
PASSWORD = "qinglan-2026"  # noqa: S105  # of the demo accounts; printed for everybody to see

Say = Callable[[str], None]


def fill(say: Say = lambda _words: None) -> None:
    """Fill the empty database, all or nothing; `say` hears what is being done."""
    from django.db import transaction

    from yaodian.cli.county.chronicle import Chronicle
    from yaodian.cli.county.filed import file_and_publish
    from yaodian.cli.county.geography import draw_border
    from yaodian.cli.county.last_year import tell_last_year
    from yaodian.cli.county.people import change_posts, found_county
    from yaodian.cli.county.registers import fill_registers
    from yaodian.cli.county.september import tell_september
    from yaodian.cli.county.this_year import read_messages, tell_this_year, upload_half_year

    with transaction.atomic():
        say("机构和人员")
        county = found_county()
        say("2025年工作要点")
        tell_last_year(county)
        chronicle = Chronicle(say)
        change_posts(county, chronicle)
        tell_this_year(county, chronicle)
        read_messages(county, chronicle)
        upload_half_year(county, chronicle)
        chronicle.run(until=DEMO_DAY)
        say("台账")
        registers = fill_registers()
        draw_border()
        tell_september(county)
        say("上报和公布")
        file_and_publish(county)
        registers.go_wrong()
