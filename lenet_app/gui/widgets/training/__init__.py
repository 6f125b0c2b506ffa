"""Training: what, on what, how, and how far it is."""
