"""Files: derivations as data, read from TOML by a whitelist and never evaluated."""
