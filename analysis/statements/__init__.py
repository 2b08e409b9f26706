"""One row per reported statement: articles to statements with content, cue and mention.

quotation marks -> tokens and features -> network -> tags -> links -> rules; `find_statements` is the way in, and the
stages behind it can be replaced without a change to anybody who calls it.
"""

from __future__ import annotations

from .find import find_statements
from .network import model_digest

__all__ = ["find_statements", "model_digest"]
