"""Speed, as ratios against something run beside it; run by hand, no tests."""
