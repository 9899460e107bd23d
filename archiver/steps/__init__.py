"""The steps from a page to an archive, each a transaction: page, recording, transcript, alignment."""
