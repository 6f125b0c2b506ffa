"""A network's passes written out: forward, and back to the gradient of every parameter."""
