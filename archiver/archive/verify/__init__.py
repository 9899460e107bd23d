"""Whether an archive is whole: its files against their hashes, its rows against each other, its log against itself."""
