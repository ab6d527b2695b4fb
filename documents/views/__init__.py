"""Pages of the checklist rooms."""
