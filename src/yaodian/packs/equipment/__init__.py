"""What schools teach with: instruments and other equipment, books."""
