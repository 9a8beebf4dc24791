"""What is kept of indicators: the bureau's own definitions, snapshots of rows, and published figures."""

from yaodian.apps.indicators.models.own import OwnIndicator, OwnVersion
from yaodian.apps.indicators.models.publication import Publication
from yaodian.apps.indicators.models.snapshot import Snapshot

__all__ = ["OwnIndicator", "OwnVersion", "Publication", "Snapshot"]
