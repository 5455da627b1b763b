"""Mentions to speakers: names, titles and roles, and coreference within one article."""

from .coreference import resolve
from .mentions import MentionRequest, Resolution, Resolved

__all__ = ["MentionRequest", "Resolution", "Resolved", "resolve"]
