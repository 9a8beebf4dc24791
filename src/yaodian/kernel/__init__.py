"""Value types: spans, references, errors; no Django, no clock, no settings."""
