"""A draft on its way to being sent: answers, files, checks before sending, the sending itself."""
