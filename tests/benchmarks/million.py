"""An invented world of news for `speakers.py`: people, organisations, stories, and articles that quote them.

Names follow Zipf's law as real ones do: several hundred Smiths, a few people quoted in thousands of articles
and very many in one. An event has a cast, rare words of its own, and some articles within a fortnight.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from quotes.model import Article, Extraction, Mention, Quote, Span, Speaker
from quotes.speakers.lexicon import NICKNAMES

OUTLETS, YEARS, FIRST_DAY = 60, 10, date(2015, 1, 1)
QUOTES_PER_ARTICLE = 5
_SURNAMES = """
Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Wilson
Anderson Thomas Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker
""".split()
_GIVEN = """James John Robert Mary Michael William Jennifer David Patricia Linda Joseph Elizabeth Thomas
Barbara Richard Susan Charles Jessica Sarah Daniel Karen Matthew Nancy Anthony Margaret Mark""".split()
_SYLLABLES = """ba den dor el fen gar hol ine ka lin mar nor ost per ri sen tor ul var wick zan quil moth brae
stol""".split()
_JOBS = """mayor senator lawyer judge detective sheriff general swimmer footballer coach actor novelist singer
reporter editor doctor nurse economist biologist professor teacher analyst executive bishop farmer chef
student""".split()
_PLAIN = "we will look at this again before the end of next year and then tell everybody what it says".split()
_BODIES = """Council Institute Union Bank Trust Agency Society Foundation Party Company Commission University
Committee League Hospital Ministry Museum Club Authority Network""".split()


@dataclass(frozen=True)
class Known:
    """Somebody whom articles quote: the full name, what else they are called, and how articles call them."""

    name: str
    kind: str
    short: tuple[str, ...]
    roles: tuple[str, ...]
    pronouns: str | None
    bare: str


def zipf(n: int, shift: float) -> list[float]:
    """Weights that fall with the rank, added up for `random.choices`."""
    return list(accumulate(1 / (rank + shift) for rank in range(1, n + 1)))


def invented(rng: random.Random, n: int, least: int = 2) -> list[str]:
    """Words that no language has, all different."""
    found: dict[str, None] = {}
    while len(found) < n:
        found["".join(rng.choices(_SYLLABLES, k=rng.randint(least, least + 1)))] = None
    return list(found)


class World:
    """Everybody there is, and what happens to them; the same for the same number of ``people``."""

    def __init__(self, people: int, seed: int = 4) -> None:
        rng = random.Random(seed)
        surnames = [*_SURNAMES, *(w.capitalize() for w in invented(rng, 20_000, 3))]
        long = sorted({given.capitalize() for given in NICKNAMES.values()} - set(_GIVEN))
        given = [*_GIVEN, *long, *(w.capitalize() for w in invented(rng, 1_500))]
        short = {full: nick for nick, full in sorted(NICKNAMES.items())}
        self.places = [w.capitalize() for w in invented(rng, 500, 3)]
        self.words = invented(rng, 8_000, 3)
        self.outlets = [f"The {w.capitalize()} Herald" for w in invented(rng, OUTLETS)]
        of_surnames, of_given = zipf(len(surnames), 15), zipf(len(given), 15)
        found: dict[str, Known] = {}
        while len(found) < people:
            if rng.random() < 0.1:
                known = self._body(rng)
            else:
                (first,) = rng.choices(given, cum_weights=of_given)
                (last,) = rng.choices(surnames, cum_weights=of_surnames)
                known = self._person(rng, first, last, short.get(first.lower()))
            found.setdefault(known.name, known)
        self.people = list(found.values())
        self.weights = zipf(people, 20)
        self._of_words = zipf(len(self.words), 50)

    def _person(self, rng: random.Random, first: str, last: str, nick: str | None) -> Known:
        middle = f"{first} {rng.choice('ABCDEFGHJKLMPRSTW')}. {last}"
        forms = [middle, f"{first[0]}. {last}", *([f"{nick.capitalize()} {last}"] if nick else [])]
        job, place, later = rng.choice(_JOBS), rng.choice(self.places), rng.choice(_JOBS)
        roles = (f"{place} {job}", job, f"{job} from {place}", f"former {place} {later}")
        return Known(f"{first} {last}", "person", tuple(forms), roles, rng.choice(("he", "she", None)), last)

    def _body(self, rng: random.Random) -> Known:
        words = [*rng.sample(self.places, rng.randint(1, 2)), rng.choice(_BODIES)]
        acronym = "".join(word[0] for word in words)
        shorter = (acronym,) if rng.random() < 0.3 and len(words) > 2 else ()
        return Known(" ".join(words), "organisation", shorter, (), None, f"the {words[-1]}")

    def cast(self, rng: random.Random, n: int) -> list[Known]:
        """Some people whom one event is about, those most quoted most often."""
        return list(dict.fromkeys(rng.choices(self.people, cum_weights=self.weights, k=n)))

    def articles(self, n: int, seed: int = 4) -> Iterator[Extraction]:
        """So many articles, event by event."""
        rng = random.Random(seed)
        made = 0
        for cast, day, later in self.events(rng):
            words = rng.choices(self.words, cum_weights=self._of_words, k=5)
            for after in later:
                if made == n:
                    return
                made += 1
                some = rng.sample(cast, min(len(cast), 3))
                yield self.article(rng, some, words, day + after, f"{seed}-{made}")

    def events(self, rng: random.Random) -> Iterator[tuple[list[Known], date, list[timedelta]]]:
        """Events without end: whom each is about, its day, and how long after it each article comes out."""
        while True:
            cast = self.cast(rng, rng.randint(3, 6))
            day = FIRST_DAY + timedelta(days=rng.randrange(365 * YEARS))
            articles = 1 + int(rng.expovariate(0.25))
            yield cast, day, [timedelta(days=int(rng.expovariate(0.3))) for _ in range(articles)]

    def article(
        self, rng: random.Random, cast: Sequence[Known], words: Sequence[str], day: date, number: str
    ) -> Extraction:
        """One article that quotes the cast: 5 % by surname alone, 3 % by an initial or short name."""
        speakers = [called(rng, known) for known in cast]
        own = rng.choices(self.words, cum_weights=self._of_words, k=3)
        (outlet,) = rng.choices(self.outlets, cum_weights=zipf(OUTLETS, 5))
        return quoting(rng, speakers, [*words, *own], outlet, day, number)


def called(rng: random.Random, known: Known) -> Speaker:
    """The speaker as one article has them."""
    chance = rng.random()
    role = rng.choice(known.roles) if known.roles and rng.random() < 0.5 else None
    pronouns = known.pronouns if rng.random() < 0.4 else None
    if chance < 0.05:
        return Speaker(known.bare, known.kind, role, (), pronouns)  # type: ignore[arg-type]
    if chance < 0.08 and known.short:
        return Speaker(rng.choice(known.short), known.kind, role, (), pronouns)  # type: ignore[arg-type]
    also = known.short if known.kind == "organisation" and chance < 0.4 else (known.bare,)
    return Speaker(known.name, known.kind, role, also, pronouns)  # type: ignore[arg-type]


def quoting(
    rng: random.Random, speakers: Sequence[Speaker], words: Sequence[str], outlet: str, day: date, number: str
) -> Extraction:
    """An extraction in which the speakers take turns to say something about the rare words."""
    lines: list[str] = []
    quotes: list[Quote] = []
    at = 0
    for n in range(QUOTES_PER_ARTICLE):
        who = n % len(speakers)
        said = f"“{' '.join(rng.sample(_PLAIN, 6))} {words[n % len(words)]} {words[(n + 3) % len(words)]},”"
        name = speakers[who].name
        line = f"{said} {name} said."
        start = at + len(said) + 1
        mention = Mention((Span(start, start + len(name)),), name, "named")
        quotes.append(
            Quote(
                n + 1,
                "direct",
                (Span(at, at + len(said)),),
                (Span(start + len(name) + 1, start + len(name) + 5),),
                "say",
                mention,
                (who,),
                speakers[who].role,
                context=Span(at, at + len(line)),
                confidence=0.9,
                rule="trailing",
            )
        )
        lines.append(line)
        at += len(line) + 1
    url = f"https://{outlet.split()[1].lower()}.example/{number}"
    article = Article("\n".join(lines), url=url, outlet=outlet, published=day.isoformat())
    return Extraction(article, tuple(quotes), tuple(speakers), None, "en")
