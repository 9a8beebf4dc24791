"""The synthetic county 合成县: three school years of invented schools, staff and children, consistent across the registers.

`make_county(seed, pupils)` gives the rows; `files.write_county` writes them as sheets with `answers.json`. The guide
(docs/guide/synthetic-county.md) says what is in it.
"""

from yaodian.cli.synthetic.county import County, make_county
from yaodian.cli.synthetic.model import TODAY, YEARS
from yaodian.cli.synthetic.tree import Unit, from_roster, invent

__all__ = ["TODAY", "YEARS", "County", "Unit", "from_roster", "invent", "make_county"]
