"""The API of requests: the same services as the pages, spoken in JSON."""
