"""Evidence: rigorous enclosures; they find counterexamples and are a second opinion."""
