"""Indicators of an electricity bill: what its numbers mean, worked out line by line with the rule of each."""
