"""The two commands: everything that sets up, starts and stops the portal on one machine."""
