"""Rows read in one sweep of a network along the line."""
