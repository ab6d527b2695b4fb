"""The holder's pages: the way in, the one request, and the acts that are the holder's alone."""
