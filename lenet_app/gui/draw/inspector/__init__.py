"""The docked inspector below the pipeline: a title line with its panels, which is all of it while it is collapsed."""
