"""Where the utility's page and the law differ: both texts, which one this portal follows, and when it matters."""
