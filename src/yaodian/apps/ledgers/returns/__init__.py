"""Ad-hoc returns (临时填报): an office's sheet becomes a form that units fill, checked, collected and merged."""
