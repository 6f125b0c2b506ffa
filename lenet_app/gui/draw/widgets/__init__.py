"""The parts of the page Draw; they know neither pages nor workers."""
