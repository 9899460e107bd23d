"""What a terminal shows: a release with its timeline, the reasons of its links, a page before it is archived."""
