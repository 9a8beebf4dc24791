"""The tables of the field population; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.apps import FieldConfig


class Field(FieldConfig):
    """population."""

    name = "yaodian.apps.ledgers.fields.population"
    label = "field_population"
    default = True  # not the base, which this module imports too
