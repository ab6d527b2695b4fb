"""Files that admins send or fetch: customers, historic requests, the regulator's register."""
