"""Messages to people: one module per matter over one queue of messages."""
