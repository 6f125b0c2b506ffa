"""Made pages of known digits, as people photograph and scan them; `tests/tools/pages.py` is their command."""
