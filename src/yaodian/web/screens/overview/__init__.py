"""The overview of a plan (总览) for those who lead: lights by section, office and leader; what is red and why."""
