"""One task: how it stands and why, reporting on it, asking and deciding, words; and the rule of the lights."""
