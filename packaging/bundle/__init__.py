"""The steps that make the standalone program; `packaging/make_package.py` takes them one after the other."""
