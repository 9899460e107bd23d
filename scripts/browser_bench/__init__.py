"""What ``bench-browser`` is made of: an archive of hours, and the figures of its page."""
