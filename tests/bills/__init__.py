"""Bills typeset from known values, spoilt in many ways, and read again."""
