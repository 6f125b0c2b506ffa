"""Widgets of the page My digits; they know neither the page nor its workers."""
