"""What each paper says, read from the request; `documents` prints it."""
