"""Indicators: the catalogue, each figure with its birth certificate, tables of several, snapshots and published figures."""
