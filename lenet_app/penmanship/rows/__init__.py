"""Whole rows of digits, made of single ones: what a network that sweeps along the line learns from."""
