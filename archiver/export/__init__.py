"""Export: the document of one release, written in the formats that other programs and people read."""
