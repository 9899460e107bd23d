"""The formats of pages: HTML, feeds, typed text, and the encodings that they come in."""
