"""Indicators 指标: the catalogue, figures of every unit and period, snapshots, publication and where figures come from."""
