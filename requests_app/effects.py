"""Who carries out this app's effects."""
