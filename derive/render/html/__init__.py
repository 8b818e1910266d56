"""HTML: the site."""
