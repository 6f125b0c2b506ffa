"""All of training that needs torch, and Levenberg-Marquardt, which learns one picture at a time in NumPy."""
