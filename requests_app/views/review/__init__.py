"""The utility's rooms: queue, bench, decision, and every step after it."""
