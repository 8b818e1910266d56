"""NumPy: the generated package."""
