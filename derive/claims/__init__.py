"""Claims: statements from outside, read by a whitelist, proved, refuted or declined."""
