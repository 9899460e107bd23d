"""What people decide and correct by hand: links and texts, and how these outlive new transcripts and pages."""
