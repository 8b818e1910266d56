"""Markdown: pages for those who read in the repository."""
