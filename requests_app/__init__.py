"""The case: lifecycle, clocks, pendings and opinions of an access request."""
