"""What ``scripts/fuzz`` tries: kinds of input, how they are changed, and what may come of it."""
