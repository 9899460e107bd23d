"""Long meetings and their reports: word likelihoods and one monotone path through the whole report."""
