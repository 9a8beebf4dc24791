"""What the bench's peers compute: each count as the flags that must hold, each figure as counts. Written by hand, after the
definitions of the catalogue; once for DuckDB, once for pandas.
"""

from collections.abc import Iterator, Mapping
from typing import Any

FIRST, LAST = "2025-09-01", "2026-08-31"
BY = ("school", "stage", "sex")
STAGES = ("kindergarten", "primary", "junior", "senior", "vocational", "special")
COHORTS = {"six": ("primary", 2020), "three": ("junior", 2023), "year": ("", 2025)}  # stage, school year of the start

# flag → (DuckDB, pandas); `e` and `s` are rows of enrolments and schools, `f` what both frames hold together
FLAGS: dict[str, tuple[str, str]] = {
    "there": (
        f"entered_on <= DATE '{FIRST}' AND (left_on IS NULL OR left_on > DATE '{FIRST}')",
        "(f.entered_on <= FIRST) & (f.left_on.isna() | (f.left_on > FIRST))",
    ),
    "still": (
        f"entered_on <= DATE '{LAST}' AND (left_on IS NULL OR left_on > DATE '{LAST}')",
        "(f.entered_on <= LAST) & (f.left_on.isna() | (f.left_on > LAST))",
    ),
    "came": (f"entered_on BETWEEN DATE '{FIRST}' AND DATE '{LAST}'", "f.entered_on.between(FIRST, LAST)"),
    "went": (f"left_on BETWEEN DATE '{FIRST}' AND DATE '{LAST}'", "f.left_on.between(FIRST, LAST)"),
    **{stage: (f"stage = '{stage}'", f"f.stage == '{stage}'") for stage in STAGES},
    "compulsory": (
        "stage IN ('primary', 'junior', 'special')",
        "f.stage.isin(['primary', 'junior', 'special'])",
    ),
    "in_school": (
        "stage IN ('primary', 'junior', 'special', 'senior', 'vocational')",
        "f.stage.isin(['primary', 'junior', 'special', 'senior', 'vocational'])",
    ),
    "newcomer": ("entered_how IN ('10', '11', '12', '13')", "f.entered_how.isin(['10', '11', '12', '13'])"),
    "moved_in": ("entered_how IN ('20', '21', '22', '23')", "f.entered_how.isin(['20', '21', '22', '23'])"),
    "from_outside": ("entered_how IN ('22', '23')", "f.entered_how.isin(['22', '23'])"),
    "resumed": ("entered_how = '30'", "f.entered_how == '30'"),
    "moved_out": ("left_how IN ('20', '21', '22', '23')", "f.left_how.isin(['20', '21', '22', '23'])"),
    "to_outside": ("left_how IN ('22', '23')", "f.left_how.isin(['22', '23'])"),
    "moved_or_dead": ("left_how IN ('20', '21', '22', '23', '50')", "f.left_how.isin(['20', '21', '22', '23', '50'])"),
    "graduated": ("left_how IN ('10', '11')", "f.left_how.isin(['10', '11'])"),
    "suspended": ("left_how = '30'", "f.left_how == '30'"),
    "girl": ("sex = '2'", "f.sex == '2'"),
    "migrant": ('"pupil.migrant"', "f['pupil.migrant']"),
    "purchased": ('"pupil.purchased_place"', "f['pupil.purchased_place']"),
    "preschooled": ('"pupil.preschooled"', "f['pupil.preschooled']"),
    "preschool_known": ('"pupil.preschooled" IS NOT NULL', "f['pupil.preschooled'].notna()"),
    "late": ("\"pupil.born_on\" <= DATE '2017-08-31'", "f['pupil.born_on'] <= LATE"),
    "left_behind": ("\"pupil.left_behind\" IN ('1', '2', '3')", "f['pupil.left_behind'].isin(['1', '2', '3'])"),
    "disabled": ("\"pupil.disability\" BETWEEN '1' AND '7'", "f['pupil.disability'].between('1', '7')"),
    "in_special": ("\"pupil.placement\" = '1'", "f['pupil.placement'] == '1'"),
    "included": ("\"pupil.placement\" = '2'", "f['pupil.placement'] == '2'"),
    "at_home": ("\"pupil.placement\" = '4'", "f['pupil.placement'] == '4'"),
    "placed": ("\"pupil.placement\" <> '9'", "f['pupil.placement'].notna() & (f['pupil.placement'] != '9')"),
    "boards": ("\"pupil.attendance\" = '2'", "f['pupil.attendance'] == '2'"),
    "walks": ("\"pupil.attendance\" = '1'", "f['pupil.attendance'] == '1'"),
    "far": ('"pupil.distance" > 30', "f['pupil.distance'] > 30"),
    "distance_known": ('"pupil.distance" IS NOT NULL', "f['pupil.distance'].notna()"),
    "poor": ("\"pupil.poverty\" <> '00'", "f['pupil.poverty'] != '00'"),
    "aided": ('"pupil.aided"', "f['pupil.aided']"),
    "orphan": ('"pupil.orphan"', "f['pupil.orphan']"),
    "bus": ('"pupil.school_bus"', "f['pupil.school_bus']"),
    "public": ("run_by IN ('1', '3')", "f.run_by.isin(['1', '3'])"),
    "private": ("run_by NOT IN ('1', '3')", "f.run_by.notna() & ~f.run_by.isin(['1', '3'])"),
    "rural": ("urban_rural IN ('2', '210', '220')", "f.urban_rural.isin(['2', '210', '220'])"),
    "public_or_purchased": ("run_by IN ('1', '3') OR \"pupil.purchased_place\"", "FLAG.public | FLAG.purchased"),
    "public_or_inclusive": ("run_by IN ('1', '3') OR inclusive", "FLAG.public | (f.inclusive == True)"),
    "entered_2017": ('"class_room.entered" = 2017', "f['class_room.entered'] == 2017"),
    "there_2017": (
        "entered_on <= DATE '2017-09-01' AND (left_on IS NULL OR left_on > DATE '2017-09-01')",
        "(f.entered_on <= Y2017) & (f.left_on.isna() | (f.left_on > Y2017))",
    ),
}
for _name, (_stage, _year) in COHORTS.items():
    _day, _py = f"DATE '{_year}-09-01'", f"Y{_year}"
    FLAGS[f"of_{_name}"] = (f'"class_room.entered" = {_year}', f"f['class_room.entered'] == {_year}")
    FLAGS[f"start_{_name}"] = (
        f"entered_on <= {_day} AND (left_on IS NULL OR left_on > {_day})",
        f"(f.entered_on <= {_py}) & (f.left_on.isna() | (f.left_on > {_py}))",
    )
    FLAGS[f"joined_{_name}"] = (
        f"entered_on > {_day} AND entered_on <= DATE '{LAST}'",
        f"(f.entered_on > {_py}) & (f.entered_on <= LAST)",
    )
    FLAGS[f"parted_{_name}"] = (
        f"left_on > {_day} AND left_on <= DATE '{LAST}'",
        f"(f.left_on > {_py}) & (f.left_on <= LAST)",
    )
    FLAGS[f"kept_{_name}"] = (
        f"still OR (parted_{_name} AND graduated)",
        f"FLAG.still | (FLAG.parted_{_name} & FLAG.graduated)",
    )

Counts = Mapping[str, tuple[str, ...]]


def retained(cohort: str, *flags: str) -> tuple[Any, ...]:
    """The four counts of a retention."""
    return (
        "retained",
        (*flags, f"kept_{cohort}"),
        (*flags, f"start_{cohort}"),
        (*flags, f"joined_{cohort}", "moved_in"),
        (*flags, f"parted_{cohort}", "moved_or_dead"),
    )


def count(*flags: str) -> tuple[Any, ...]:
    """How many rows all flags hold for."""
    return ("count", flags)


def share(whole: tuple[str, ...], *more: str) -> tuple[Any, ...]:
    """Of how many percent of them others hold too."""
    return ("share", (*whole, *more), whole)


AT, OF_SCHOOLS, NEW = ("there", "compulsory"), ("there", "in_school"), ("came", "newcomer")
DISABLED, CHILDREN = (*AT, "disabled"), ("there", "kindergarten")
FIGURES: dict[str, tuple[Any, ...]] = {
    **{f"{stage}.pupils": count("there", stage) for stage in ("primary", "junior", "senior", "vocational", "special")},
    "compulsory.pupils": count(*AT),
    **{f"{stage}.entrants": count(*NEW, stage) for stage in ("primary", "junior", "senior")},
    "vocational.intake_persons": count(*NEW, "vocational"),
    "compulsory.private_share": share(AT, "private"),
    "primary.girls_share": share(("there", "primary"), "girl"),
    "compulsory.rural_share": share(AT, "rural"),
    "primary.preschooled_share": ("share", (*NEW, "primary", "preschooled"), (*NEW, "primary", "preschool_known")),
    "primary.late_entrants_share": share((*NEW, "primary"), "late"),
    "primary.retention_rate": retained("six", "primary", "of_six"),
    "junior.retention_rate": retained("three", "junior", "of_three"),
    "primary.year_retention_rate": retained("year", "primary"),
    "junior.year_retention_rate": retained("year", "junior"),
    "vocational.retention_rate": retained("year", "vocational"),
    "compulsory.nine_year_retention_rate": (
        "share", ("there", "junior", "of_three"), ("primary", "entered_2017", "there_2017"),
    ),
    "pupils.transferred_in": count("came", "moved_in"),
    "pupils.transferred_out": count("went", "moved_out"),
    "pupils.came_from_outside": count("came", "from_outside"),
    "pupils.went_outside": count("went", "to_outside"),
    "pupils.suspended": count("went", "suspended"),
    "pupils.resumed": count("came", "resumed"),
    "pupils.net_inflow": ("less", ("came", "from_outside"), ("went", "to_outside")),
    "pupils.suspension_rate": ("share", ("went", "suspended"), ("there",)),
    "compulsory.migrants": count(*AT, "migrant"),
    "compulsory.migrants_public_share": share((*AT, "migrant"), "public_or_purchased"),
    "compulsory.left_behind": count(*AT, "left_behind"),
    "compulsory.left_behind_share": share(AT, "left_behind"),
    "compulsory.disabled": count(*DISABLED),
    "compulsory.disabled_inclusion_share": share(DISABLED, "included"),
    "compulsory.disabled_special_share": share(DISABLED, "in_special"),
    "compulsory.disabled_home_share": share(DISABLED, "at_home"),
    "compulsory.disabled_placed_rate": share(DISABLED, "placed"),
    "compulsory.boarding_share": share(AT, "boards"),
    "aid.poor_persons": count(*OF_SCHOOLS, "poor"),
    "aid.poor_share": share(OF_SCHOOLS, "poor"),
    "aid.coverage_rate": share((*OF_SCHOOLS, "poor"), "aided"),
    "aid.helped_persons": count(*OF_SCHOOLS, "aided"),
    "pupils.orphans": count(*OF_SCHOOLS, "orphan"),
    "pupils.bus_riders": count("there", "bus"),
    "pupils.far_share": ("share", (*AT, "walks", "far"), (*AT, "walks", "distance_known")),
    "senior.general_vocational_ratio": ("ratio", (*NEW, "senior"), (*NEW, "vocational")),
    "preschool.children": count(*CHILDREN),
    "preschool.inclusive_coverage_rate": share(CHILDREN, "public_or_inclusive"),
    "preschool.public_pupils_share": share(CHILDREN, "public"),
    "boarding.boarders": count("there", "boards"),
}  # fmt: skip


def counts(codes: list[str]) -> list[tuple[str, ...]]:
    """The different counts of some figures."""
    return list(dict.fromkeys(flags for code in codes for flags in FIGURES[code][1:]))


def needed(codes: list[str]) -> Iterator[str]:
    """The flags that they name, those inside other flags first."""
    named = dict.fromkeys(flag for flags in counts(codes) for flag in flags)
    made_of = ("still", "graduated", "public", "purchased", *(f"parted_{name}" for name in COHORTS))
    return iter(dict.fromkeys([*made_of, *sorted(named, key=lambda flag: flag.startswith("kept_"))]))
