"""A revised document for a published plan: upload, the proposal with its choices, applying and dropping it."""
