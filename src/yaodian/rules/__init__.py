"""Dated, sourced, unit-bearing parameters (YAML)."""
