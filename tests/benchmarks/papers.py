"""Articles as text about the invented world of `million.py`, for benchmarks that read, parse and store them.

Quotes stand as densely as in real news (one to some 40 words), direct, indirect and mixed. The best lines of
a story are printed again by those who follow it up; one article in thirty is wire copy in another paper.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date

from million import OUTLETS, Known, World, called, zipf

WORDS = 250
"""How long an article is on average."""
_SMALL = """the of and to a in that is was for on it with as at by be this had not but from or have an they
which one were all would there their been has when who will more no if out so what up into than""".split()
_VERBS = "said said said added argued warned".split()
_DIRECT = (
    "“{quote},” {who} said. “{more}.”",
    "“{quote},” said {who}.",
    "{who} said: “{quote}.”",
    "“{quote},” {pronoun} {verb}.",
)
_FIRST = ("“{quote},” {who}, {role}, said.", *_DIRECT[:3], "{who} said that {clause}.")
_OTHER = (
    "{who} said that {clause}.",
    "{who} said {clause}.",
    "According to {who}, {clause}.",
    "{pronoun_} {verb} that {clause}.",
    "{who} called it “{few}” and said that {clause}.",
    "{who} said the {noun} was “{few}”.",
)


class Papers:
    """The articles of a world, event by event; the same for the same seed."""

    def __init__(self, world: World, seed: int = 4) -> None:
        self.world, self.rng = world, random.Random(seed)
        self._small, self._rare = zipf(len(_SMALL), 2), zipf(len(world.words), 50)
        self._outlets = zipf(OUTLETS, 5)

    def articles(self, n: int) -> Iterator[dict[str, str]]:
        """So many articles, as readers take them."""
        made = 0
        for number, (cast, day, follow_ups) in enumerate(self.world.events(self.rng)):
            best = [self.clause(8, 22) for _ in range(3)]
            for day_of_it in follow_ups:
                if made == n:
                    return
                made += 1
                who = self.rng.sample(cast, min(len(cast), 3))
                yield self._row(self.article(who, best), day + day_of_it, f"{number}-{made}")
                if made < n and self.rng.random() < 1 / 30:
                    made += 1
                    yield self._row(self._last, day + day_of_it, f"{number}-{made}")

    def _row(self, text: str, day: date, number: str) -> dict[str, str]:
        self._last = text
        (outlet,) = self.rng.choices(self.world.outlets, cum_weights=self._outlets)
        url = f"https://{outlet.split()[1].lower()}.example/{number}"
        return {"url": url, "outlet": outlet, "published": day.isoformat(), "text": text}

    def clause(self, least: int, most: int) -> str:
        """Some words, small and rare ones in turns."""
        n = self.rng.randint(least, most) // 2 + 1
        small = self.rng.choices(_SMALL, cum_weights=self._small, k=n)
        rare = self.rng.choices(self.world.words, cum_weights=self._rare, k=n)
        return " ".join(word for pair in zip(small, rare, strict=True) for word in pair)

    def article(self, cast: Sequence[Known], best: Sequence[str]) -> str:
        """One article in which the cast take turns to speak."""
        rng = self.rng
        speakers = [(known, called(rng, known)) for known in cast]
        lines = [f"{rng.choice(self.world.places).upper()} – The {self.clause(8, 16)} on Tuesday."]
        length, turn = 0, 0
        most = rng.randint(WORDS // 2, WORDS * 3 // 2)
        met: set[str] = set()
        while length < most:
            known, speaker = speakers[turn // 2 % len(speakers)]
            turn += 1
            form = rng.choice(_DIRECT if rng.random() < 0.4 else _OTHER)
            name = speaker.name if known.name not in met else known.bare
            if known.name not in met:
                form = (
                    _DIRECT[0]
                    if speaker.role
                    else form.replace("{pronoun}", "{who}").replace("{pronoun_}", "{who}")
                )
            met.add(known.name)
            pronoun = {"he": "he", "she": "she"}.get(known.pronouns or "", name)
            quote = rng.choice(best) if rng.random() < 0.15 else self.clause(3, 10)
            clause = self.clause(3, 9)
            line = form.format(
                quote=quote[0].upper() + quote[1:],
                more=self.clause(3, 8).capitalize(),
                who=name if not form.startswith("{who}") else name[0].upper() + name[1:],
                role=f"the {speaker.role}" if speaker.role else "",
                pronoun=pronoun,
                pronoun_=pronoun[0].upper() + pronoun[1:],
                verb=rng.choice(_VERBS),
                clause=f"the {clause} would {rng.choice(self.world.words)} it",
                few=self.clause(1, 3),
                noun=rng.choice(self.world.words),
            )
            if rng.random() < 0.7:
                line += f" The {self.clause(8, 20)}. A {self.clause(6, 18)}."
            lines.append(line)
            length += len(line.split())
        return "\n\n".join(lines)
