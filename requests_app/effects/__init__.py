"""Who carries out what was promised with a change: papers printed once whatever is retried, and what is asked later."""
