"""How long `quotes check` looks for words in a large database.

    python tests/benchmarks/checking.py DATABASE [--words N]

Words are taken from quotes of the database, drawn at random: as they are, a part, with a word left out and
with a word changed; and words that nobody says. Each is looked up once; times are of the look-up alone.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter, defaultdict

from quotes.database import QuoteDatabase
from quotes.database.checking import check

KINDS = ("as it is", "a part", "a word left out", "a word changed", "nobody's")


def changed(words: list[str], kind: str, rng: random.Random) -> str:
    """The words of a quote as somebody asks about them."""
    at = rng.randrange(1, max(2, len(words) - 1))
    if kind == "a part":
        return " ".join(words[: max(4, 2 * len(words) // 3)])
    if kind == "a word left out":
        return " ".join(words[:at] + words[at + 1 :])
    if kind == "a word changed":
        return " ".join([*words[:at], "umbrellas", *words[at + 1 :]])
    if kind == "nobody's":
        return " ".join([*rng.sample(words, len(words)), "umbrellas"])
    return " ".join(words)


def main() -> None:
    """Draw, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database")
    parser.add_argument("--words", type=int, default=200, help="so many of each kind")
    options = parser.parse_args()
    rng = random.Random(6)
    times: dict[str, list[float]] = defaultdict(list)
    answers: dict[str, Counter[str]] = defaultdict(Counter)
    with QuoteDatabase(options.database, readonly=True) as db:
        (last,) = [row["n"] for row in db.query("select max(rowid) as n from quotes")]
        while len(times[KINDS[-1]]) < options.words:
            found = list(db.query("select text from quotes where rowid = ?", [rng.randint(1, last)]))
            for kind in KINDS if found else ():
                asked = changed(found[0]["text"].split(), kind, rng)
                start = time.perf_counter()
                answers[kind][check(db, asked)["answer"]] += 1
                times[kind].append(1000 * (time.perf_counter() - start))
        every = [each for kind in KINDS for each in times[kind]]
        for kind, of_kind in [*((kind, times[kind]) for kind in KINDS), ("all", every)]:
            said = ", ".join(f"{n} {answer}" for answer, n in answers[kind].most_common())
            print(
                f"{kind:16} median {statistics.median(of_kind):6.1f} ms, "
                f"95 % under {sorted(of_kind)[int(0.95 * len(of_kind))]:6.1f} ms  {said}"
            )


if __name__ == "__main__":
    main()
