"""The main job in a real browser against a running demonstration; pictures and papers stay in build/journey/."""
