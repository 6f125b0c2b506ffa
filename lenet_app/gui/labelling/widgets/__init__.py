"""Widgets to say what a digit is."""
