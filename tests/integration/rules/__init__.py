"""Rules that admins publish."""
