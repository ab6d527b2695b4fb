"""Pure legal domain: no Django, no clock, no database; dates and facts come in as arguments."""
