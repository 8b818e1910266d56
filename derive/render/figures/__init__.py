"""Figures: drawn from the generated code, as SVG."""
