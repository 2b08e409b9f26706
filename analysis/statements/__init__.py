"""One row per reported statement: articles to statements with content, cue and mention.

The stages behind `find_statements` can be replaced without a change to anybody who calls it.
"""

from __future__ import annotations

from .find import find_statements

__all__ = ["find_statements"]
