"""Forms of the eligibility app."""
