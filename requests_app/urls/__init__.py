"""Addresses of the requests app, one module per area."""
