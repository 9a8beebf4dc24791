"""义务教育均衡: what schools have per pupil, how evenly it is spread, and the two schemes by which a county is assessed."""
