"""The `yaodian` command."""
