"""Picture files, whatever their format: pixels, or one sentence."""
