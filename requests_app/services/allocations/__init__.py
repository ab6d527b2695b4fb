"""The list of units that share the credits, its files and its changes."""
