"""The parts of the page Compare: they show and ask, and know neither the page nor its workers."""
