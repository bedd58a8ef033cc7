"""The command palette (Ctrl+K): everything that can be done or gone to, found by a few letters."""
