"""Reverse flow on a request: its study, the choice, the studies behind it."""
