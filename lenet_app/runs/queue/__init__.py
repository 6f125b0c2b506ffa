"""Runs that wait for their turn: lined up one by one or as a grid, kept in files, worked off, estimated before."""
