"""Render: a document as the files of one format."""
