"""Ad-hoc returns: an office makes a form of a sheet and collects it; units fill it in; what is asked of them is counted."""
