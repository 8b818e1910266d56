"""MathML: formulas in pages."""
