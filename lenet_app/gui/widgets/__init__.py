"""The parts pages are made of; they know neither pages nor workers."""
