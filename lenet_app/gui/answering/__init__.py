"""Which model answers, and its live answers to what a person draws or opens."""
