"""Printed sheets: laid out, found again in a photograph, and cut into samples."""
