"""The change of responsible professional."""
