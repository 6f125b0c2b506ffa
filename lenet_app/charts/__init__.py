"""Charts as values (`chart.py`), and what is made of them: SVG, numbers, words. `gui/plots` shows the same values."""
