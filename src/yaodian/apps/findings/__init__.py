"""The one closed loop (nothing here yet)."""
