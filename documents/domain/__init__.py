"""Pure rules of the documents app: no Django, no clock, no database."""
