"""What people decide and put right by hand: links, texts, and how it outlives new transcripts and pages."""
