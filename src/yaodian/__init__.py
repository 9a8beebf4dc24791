"""Yaodian 要点: runs a county education bureau's year from its work plan."""

__version__ = "0.1.0"
