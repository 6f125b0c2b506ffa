"""The measure of real handwriting; `tests/tools/handwriting.py` is its command."""
