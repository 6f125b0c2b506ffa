"""Finding ink on paper: light, ground, ruling, and which marks belong to the digit."""
