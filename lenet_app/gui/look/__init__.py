"""How everything looks: theme, colours, colour maps for values, icons."""
