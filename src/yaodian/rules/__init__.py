"""Rules: dated, sourced, unit-bearing parameters, layered nation → province → county."""

from yaodian.rules.parameters import Parameter, Parameters

__all__ = ["Parameter", "Parameters"]
