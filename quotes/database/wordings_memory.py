"""What is known of the words of quotes while a database is open, so that nothing is worked out twice."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from ..wordings.recognising import Recognised, recognise
from ..wordings.words import normal_words

KEPT = 60_000


class Memory:
    """The words of variants, and what quotes that are about to be written are recognised by.

    A variant's id is a hash of its words, and a `Recognised` follows from its text: neither can be stale. No
    more than ``kept`` variants are remembered, those that were asked for lately.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._words: dict[int, str] = {}
        self._prepared: dict[str, Recognised | None] = {}
        self._variants: dict[int, Recognised] = {}

    def prepare(self, recognised: Mapping[str, Recognised | None]) -> None:
        """Take over what texts of quotes are recognised by, from whoever worked it out with `recognise` of
        this very version; it is used, and forgotten, when what is written next is settled."""
        self._prepared.update(recognised)
        self._variants.update((each.key, each) for each in recognised.values() if each)

    def variant(self, variant: int) -> Recognised | None:
        """What a variant is recognised by, if a text of it has been prepared."""
        return self._variants.get(variant)

    def recognised(self, text: str) -> Recognised | None:
        """What a text is recognised by."""
        if text not in self._prepared:
            self._prepared[text] = recognise(text)
        return self._prepared[text]

    def settled(self) -> None:
        """Forget what was prepared, and words that have not been asked for lately."""
        self._prepared.clear()
        self._variants.clear()
        # At once: whoever asks a dict for its first key again and again passes all that are gone each time.
        for variant in list(islice(self._words, max(len(self._words) - self._kept, 0))):
            del self._words[variant]

    def load(self, conn: sqlite3.Connection, variants: Iterable[int]) -> None:
        """Read the words of variants that are stored and not known yet."""
        new = [variant for variant in variants if variant not in self._words]
        if new:
            self._words.update(self.fetch(conn, json.dumps(new)))

    def fetch(self, conn: sqlite3.Connection, variants: str) -> Iterator[tuple[int, str]]:
        """The words of stored variants, of which there is a list in JSON."""
        sql = "select value, (select text from quotes where variant_id = value limit 1) from json_each(?)"
        for variant, text in conn.execute(sql, [variants]):
            if text is not None:
                yield variant, " ".join(normal_words(text))

    def words(self, conn: sqlite3.Connection, variant: int) -> list[str]:
        """The normalised words of a variant, from any quote that prints it; none for one that is gone."""
        known = self._words.pop(variant, None)
        if known is None:
            known = next((words for _, words in self.fetch(conn, f"[{variant}]")), None)
            if known is None:
                return []
        self._words[variant] = known
        return known.split(" ")

    def keep(self, variant: int, words: str) -> None:
        """Remember the words of a variant, with a blank between them."""
        self._words.setdefault(variant, words)
