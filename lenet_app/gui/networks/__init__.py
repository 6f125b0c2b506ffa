"""The page Networks: choose, read, change, compare and reproduce networks."""
