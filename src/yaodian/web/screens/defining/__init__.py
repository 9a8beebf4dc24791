"""自定指标: the bureau's own indicators, built from registers, conditions and ways to count; tried out, kept in versions."""
