"""Pages of a sent request for its technician, and the papers that every party reads."""
