"""The tables of the field estates; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """estates."""

    name = "yaodian.apps.ledgers.fields.estates"
    label = "field_estates"
    default = True  # not the base, which this module imports too
