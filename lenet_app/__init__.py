"""Recognise handwriting with LeNet-5, see how it does so, and train it while drawing."""

import os

__version__ = "0.1.0"

# Before anything imports NumPy: the products of networks as small as these are not worth OpenBLAS's threads, which wait
# for each other as soon as something else runs, such as a training.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
