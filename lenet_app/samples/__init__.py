"""One's own digits: kept samples, and what a model learns of them."""
