"""The parts of training that a person sees."""
