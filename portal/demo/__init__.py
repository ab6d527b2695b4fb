"""The demonstration: invented people, documents and requests, made through the same services as real ones."""
