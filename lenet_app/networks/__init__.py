"""The LeNet family: what a network is made of, its counts, its activations in NumPy and its form in torch."""
