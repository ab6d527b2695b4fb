"""What is a technician's beside any one request: first page, portfolio, account."""
