"""Widgets and helpers that any page may use; they know neither pages nor workers."""
