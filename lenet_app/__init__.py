"""Recognise handwriting with LeNet-5, see how it does so, and train it while drawing."""

__version__ = "0.1.0"
