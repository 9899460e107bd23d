"""The path from a page to an archive, each step a transaction: page, recording, transcript, alignment."""
