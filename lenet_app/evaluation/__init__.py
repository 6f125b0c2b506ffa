"""How good a model is, and where it fails: over whole data sets, in NumPy alone."""
