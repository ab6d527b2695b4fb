"""Contracts and agreements after the opinion, and the charges that come with them."""
