"""Use cases of the law: loading and publishing rules."""
