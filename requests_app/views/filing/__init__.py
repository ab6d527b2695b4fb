"""From the first question to the sent request: drafts, their screens, documents, the list of units."""
