"""derive: derivations you can read, trust and import."""
