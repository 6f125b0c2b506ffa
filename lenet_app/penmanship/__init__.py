"""Digits, and what is none, of our own making: strokes as people write them, rendered as fitted pictures."""
