"""What schools stand in: buildings."""
