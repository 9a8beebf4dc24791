"""Allocation and siting as pure functions (nothing here yet)."""
