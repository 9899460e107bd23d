"""Numbers in texts, however they are spelled: what they are worth, and the other ways to write them."""
