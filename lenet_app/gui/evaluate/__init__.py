"""The page Evaluate: how good a model is, where it fails, how well it holds, and against a second one."""
