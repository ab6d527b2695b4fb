"""The admins' rooms of this app: customers, grid, holidays, historic requests."""
