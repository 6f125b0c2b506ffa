"""The page My digits: samples are written, looked through and corrected, and a model learns them."""
