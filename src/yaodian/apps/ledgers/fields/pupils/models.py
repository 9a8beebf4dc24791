"""The models of the field pupils, built from its registers; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.storage import declare_field

globals().update(declare_field("pupils", __name__))
