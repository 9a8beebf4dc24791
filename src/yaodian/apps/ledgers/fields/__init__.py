"""One small Django app for each field of work: its models are built from the field's registers, its migrations are its own.

The folders are made by `./yaodian refresh`; nothing in them is written by hand.
"""
