"""What is looked at inside the network: the chosen unit, and what is computed of it beside the window."""
