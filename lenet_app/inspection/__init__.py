"""Inside a network: what a unit sees, how its number comes about, what it does for the answer, why the answer is so."""
