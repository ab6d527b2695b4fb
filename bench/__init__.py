"""Speed and memory as ratios against floors measured in the same run; nothing here is a test."""
