"""Every layer's activations."""
