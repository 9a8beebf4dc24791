"""The models of the field schools, built from its registers; made by `./yaodian refresh`."""

from yaodian.apps.ledgers.storage import declare_field

globals().update(declare_field("schools", __name__))
