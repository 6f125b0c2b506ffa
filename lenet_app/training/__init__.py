"""Learning: the training loop, its optimisers and devices, and evaluation."""
