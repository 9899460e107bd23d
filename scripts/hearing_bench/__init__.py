"""What ``scripts/bench-hearing`` measures: speed, memory, truth, speakers, and how far a confidence can be believed."""
