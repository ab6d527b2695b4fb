"""Pages of the rule rooms."""
