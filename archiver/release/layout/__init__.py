"""The layout of a page: which blocks are title, headings, paragraphs, lists and furniture."""
