"""The tables of the field pupils; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """pupils."""

    name = "yaodian.apps.ledgers.fields.pupils"
    label = "field_pupils"
    default = True  # not the base, which this module imports too
