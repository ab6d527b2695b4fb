"""What pages of several readers show alike: a matter in words, its facts and its links."""
