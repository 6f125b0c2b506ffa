"""The page Compare: every kept run in a table, the chosen ones as curves and points, what they have otherwise."""
