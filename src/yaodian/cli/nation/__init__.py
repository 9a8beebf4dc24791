"""A nation's snapshot, made up in a stream, and the whole catalogue computed over it (`yaodian nation`, `yaodian compute`)."""
