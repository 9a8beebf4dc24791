"""职责表: what each office is responsible for, and a box to try a task against it."""
