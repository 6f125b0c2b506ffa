"""Answers: the digit, its probabilities and how every layer got there."""
