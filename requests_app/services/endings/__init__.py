"""How a request ends before its time, what that costs and what it leaves."""
