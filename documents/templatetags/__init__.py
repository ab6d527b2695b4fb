"""Template filters of the documents app."""
