"""What the tables of the later steps say of one request: read by guards and clocks, written elsewhere."""
