"""Models to and from other programs: ONNX, arrays, a Python file; weights of PyTorch and Keras."""
