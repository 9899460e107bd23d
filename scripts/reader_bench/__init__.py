"""How well pages are read, and how fast."""
