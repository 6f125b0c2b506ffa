"""The pages of the window; each wires its widgets and workers."""
