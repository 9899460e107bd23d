"""Pages and lists of pages: what a person names, as bytes with what is known about them."""
