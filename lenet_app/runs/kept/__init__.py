"""Runs as they are kept: a folder each, of files that people can read, from which a run goes on."""
