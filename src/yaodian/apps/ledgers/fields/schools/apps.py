"""The tables of the field schools; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """schools."""

    name = "yaodian.apps.ledgers.fields.schools"
    label = "field_schools"
    default = True  # not the base, which this module imports too
