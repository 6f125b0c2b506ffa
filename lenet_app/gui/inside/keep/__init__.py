"""What is looked at inside a network, kept in files: pictures, numbers, and one page of everything."""
