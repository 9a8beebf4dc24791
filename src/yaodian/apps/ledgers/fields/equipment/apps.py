"""The tables of the field equipment; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """equipment."""

    name = "yaodian.apps.ledgers.fields.equipment"
    label = "field_equipment"
    default = True  # not the base, which this module imports too
