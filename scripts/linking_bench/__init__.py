"""What ``scripts/bench-linking`` measures: linking on meetings, on briefings, on strangers, and against the clock."""
