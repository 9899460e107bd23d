"""The archive: a folder with an SQLite database and the files that it speaks of."""
