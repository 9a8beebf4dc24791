"""The models of the field population, built from its registers; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.storage import declare_field

globals().update(declare_field("population", __name__))
