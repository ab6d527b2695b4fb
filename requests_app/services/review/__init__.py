"""The analyst's work on a sent request: claims, verdicts, corrections, contests, notes."""
