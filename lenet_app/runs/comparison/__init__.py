"""Kept runs beside each other: their facts at once, seeds grouped, what differs, curves, and a page of all of it."""
