"""Rebuilds the weight files of `quotes/weights/` from annotated texts; nothing here runs in use."""
