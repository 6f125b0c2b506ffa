"""Training beside the window: what, on what, how, and how far it is."""
