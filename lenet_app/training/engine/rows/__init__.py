"""Training of networks that sweep along a line: composed rows, and the loss that needs no places of digits."""
