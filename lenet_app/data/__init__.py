"""Data sets, in NumPy: reading, holding out, varying."""
