"""The panel Why: which pixels count, what would change the answer, and which training pictures are like it."""
