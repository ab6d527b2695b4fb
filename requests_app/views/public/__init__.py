"""Pages for anybody: an opinion verified, the grid, the rules in force."""
