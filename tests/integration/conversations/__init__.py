"""Messages on a request and calls for help."""
