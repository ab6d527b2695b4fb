"""Holders, technicians and what they say: entry, contacts, registrations, changes, messages."""
