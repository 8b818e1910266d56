"""LaTeX: the article and its fragments."""
