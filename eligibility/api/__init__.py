"""The API's foundations, and its reads of the rulebook."""
