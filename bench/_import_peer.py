"""django-import-export over the same table and sheet: each row by itself (its default), or in bulk.

By default it finds units and classes by its own ForeignKeyWidget, as its manual shows; in bulk it is given dictionaries of
them, its diffs are off, and so is what else its manual calls slow. In both, nothing is checked beyond the columns' types, no
history is kept, the sheet is read by its own .xlsx format, and there is one pass without the usual dry run before it.
"""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

BATCH = 1000


def load(sheet: Path, *, bulk: bool) -> int:
    """Import the sheet; how many rows."""
    from import_export.formats.base_formats import XLSX  # noqa: PLC0415  # after Django's set-up

    resource = _resource(bulk=bulk)
    dataset = XLSX().create_dataset(sheet.read_bytes())
    result = resource.import_data(dataset, dry_run=False, raise_errors=True, use_transactions=True)
    return int(result.totals["new"])


def _resource(*, bulk: bool) -> Any:
    from _pupil_sheet import HEADINGS  # noqa: PLC0415  # beside this file
    from import_export import fields, resources, widgets  # noqa: PLC0415

    from yaodian.apps.ledgers.imports.headings import automatic  # noqa: PLC0415
    from yaodian.apps.ledgers.pinyin import sort_key  # noqa: PLC0415
    from yaodian.apps.ledgers.storage import stored_name  # noqa: PLC0415
    from yaodian.apps.ledgers.tables import register_named, rows_of  # noqa: PLC0415
    from yaodian.apps.orgs.models import Unit  # noqa: PLC0415
    from yaodian.registers import columns as c  # noqa: PLC0415

    register = register_named("pupils")
    units = dict(Unit.objects.values_list("name", "pk"))
    classes = {
        (unit, name): pk
        for pk, unit, name in rows_of("classes")._default_manager.values_list("pk", "school_id", "name")
    }

    class ByName(widgets.Widget):
        """A word to what is stored."""

        def __init__(self, known: Callable[[str], Any]) -> None:
            super().__init__()
            self.known = known

        def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:  # noqa: ARG002  # as the library calls it
            return self.known(value) if value else None

    class ClassOfSchool(widgets.Widget):
        """A class by its name within the row's school."""

        def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:
            return classes.get((units[row["学校"]], value)) if value else None

    class ClassWithin(widgets.ForeignKeyWidget):
        """The same, asked of the database."""

        def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
            return super().get_queryset(value, row, *args, **kwargs).filter(school__name=row["学校"])

    class YesNo(widgets.Widget):
        """是 and 否."""

        def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:  # noqa: ARG002  # as the library calls it
            return None if not value else value == "是"

    class Tenths(widgets.Widget):
        """A distance in kilometres to tenths."""

        def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> Any:  # noqa: ARG002  # as the library calls it
            return None if value in (None, "") else round(float(value) * 10)

    def widget(column: c.Column) -> Any:  # noqa: PLR0911  # one for each kind
        match column:
            case c.Choice():
                return ByName(column.code_list.read)
            case c.Organisation():
                return ByName(units.__getitem__) if bulk else widgets.ForeignKeyWidget(Unit, field="name")
            case c.Ref():
                return ClassOfSchool() if bulk else ClassWithin(rows_of("classes"), field="name")
            case c.Date():
                return widgets.DateWidget("%Y-%m-%d")
            case c.YesNo():
                return YesNo()
            case c.Decimal():
                return Tenths()
            case _:
                return widgets.CharWidget()

    numbers = itertools.count(1)
    mapping = automatic(register, HEADINGS)
    declared = {
        key: fields.Field(
            column_name=heading,
            attribute=stored_name(register.by_key[key]) if bulk else key,
            widget=widget(register.by_key[key]),
        )
        for heading, key in mapping.items()
    }

    class Pupils(resources.ModelResource):
        """The pupils' table as it is told to this library."""

        def before_save_instance(self, instance: Any, _row: Any, **_kwargs: Any) -> None:
            if instance.pk is None:
                instance.pk = next(numbers)
            for name in ("full_name", "family1_name"):
                value = getattr(instance, name)
                setattr(instance, f"{name}_pinyin", sort_key(value) if value else None)
            for field in ("political_status", "family1_employer"):
                setattr(instance, field, getattr(instance, field) or None)

        class Meta:
            """Matched by the pupil number."""

            model = rows_of("pupils")
            import_id_fields = ("pupil_number",)
            fields = tuple(declared)
            use_bulk = bulk
            batch_size = BATCH
            skip_diff = bulk  # as its manual advises for bulk mode
            force_init_instance = bulk

    return type("PupilResource", (Pupils,), declared)()
