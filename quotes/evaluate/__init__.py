"""Gold + predictions -> figures: how well quotes were found, and whether their sources are right.

The terms are those of the project's scorer, and so are the figures, to the last digit. Only letters and
digits count, so that marks and commas never matter:

- *found*: a predicted content and a gold one, paired one to one, best overlap first, whose letters overlap
  with an intersection over union of at least 0.5; *exact* asks for the same letters.
- *relation*: found, and the source is right too: the two mentions overlap, or they share a capitalised word
  of three letters or more, or both are absent.
- *source*: how many of those found have the right source.
- *letters*: precision and recall over the letters inside any content, however the contents are cut.
- *speaker*: of the gold rows that are found and carry names, how many are given a speaker with such a name.

Each is counted by the form of the content: *quoted* holds a double quotation mark, *indirect* none;
*reported* are the indirect rows whose gold cue is a plain verb of reporting (recall only); *all* is all.

>>> gold = read_gold("gold.jsonl.gz")
>>> print(evaluate(gold, read_predictions(["predicted.jsonl"], gold)).as_dict())
"""

from __future__ import annotations

from .comparison import Mistake
from .evaluation import MEASURES, Evaluation, evaluate
from .files import MalformedError, predictions, read_gold, read_predictions
from .rows import FORMS, GoldDocument, Row

__all__ = [
    "FORMS",
    "MEASURES",
    "Evaluation",
    "GoldDocument",
    "MalformedError",
    "Mistake",
    "Row",
    "evaluate",
    "predictions",
    "read_gold",
    "read_predictions",
]
