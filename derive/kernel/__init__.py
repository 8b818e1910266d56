"""Kernel: the only code that can say *proved*."""
