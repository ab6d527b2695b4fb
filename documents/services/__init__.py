"""Use cases of the documents app."""
