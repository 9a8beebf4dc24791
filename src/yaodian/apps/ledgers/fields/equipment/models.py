"""The models of the field equipment, built from its registers; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.storage import declare_field

globals().update(declare_field("equipment", __name__))
