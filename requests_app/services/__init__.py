"""Use cases: keyword-only, atomic, the only writers."""
