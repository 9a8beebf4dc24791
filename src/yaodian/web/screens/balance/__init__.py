"""义务教育均衡: the county and its schools held against a scheme, what it would take to pass, and trying things out."""
