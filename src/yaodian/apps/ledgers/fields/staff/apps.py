"""The tables of the field staff; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """staff."""

    name = "yaodian.apps.ledgers.fields.staff"
    label = "field_staff"
    default = True  # not the base, which this module imports too
