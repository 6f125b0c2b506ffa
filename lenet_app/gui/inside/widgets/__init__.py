"""What shows numbers of a network: pictures of numbers, lists of them, curves."""
