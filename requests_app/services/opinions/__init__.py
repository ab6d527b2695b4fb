"""The decision and what belongs to it: terms, costs, approval, restoration, verification."""
