"""Geometry of the plots of a bill: marks with places and classes, and the same content as words and a table."""
