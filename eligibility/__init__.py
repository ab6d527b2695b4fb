"""The law and the grid: rulebook with citations, classification, limits, validators and the pre-check."""
