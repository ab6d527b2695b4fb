"""Terms: reckoned, moved by the table, watched by the sweeper, paid for when kept late."""
