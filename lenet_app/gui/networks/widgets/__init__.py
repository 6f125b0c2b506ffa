"""Architectures: their list, layer table and editor."""
