"""The grid and its capacity: files taken in, points found, accounts and their one writer."""
