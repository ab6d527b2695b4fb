"""The guarantee of faithful fulfilment: opened, renewed, watched, given back, executed."""
