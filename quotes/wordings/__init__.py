"""The same words in several places: what is equal, how a variant differs, what belongs together.

Pure functions on text; the database keeps what follows from them (`database/wordings.py`).
"""
