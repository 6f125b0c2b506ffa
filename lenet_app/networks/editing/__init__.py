"""Networks as people change and compare them."""
