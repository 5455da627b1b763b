"""The parser against the phenomena pack and the seed articles: nothing that was right may become wrong.

`python -m tests.phenomena` shows the failures; `--update-baseline` raises the floor.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from phenomena import baseline, cases
from phenomena.compare import Outcome, produced

PACK = cases.phenomena()
SEEDS = cases.seeds()
# what field.md lists among the users' asks about the parser, beyond the sixty rows
ASKS = ("U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9")
MESS = re.compile(
    r"[\xa0\t\r\u200b\u00ad]|  |\n|\"[^\"”]*”|“[^“”\"]*\"|''|``|[A-Z][A-Z]+.*\(\w+\)|…|--|&\w+;"
)


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest) -> dict[str, Outcome]:
    """Every outcome by id. With --update-baseline or --lower-baseline, stored first as the new floor."""
    results = baseline.outcomes()
    lower = request.config.getoption("--lower-baseline")
    if lower or request.config.getoption("--update-baseline"):
        try:
            baseline.write(baseline.measured(results), lower=lower)
        except ValueError as error:
            pytest.exit(str(error), returncode=1)
    return {each.id: each for each in results}


@pytest.mark.parametrize("row", dict.fromkeys(case.row for case in [*PACK, *SEEDS]))
def test_what_passed_still_passes(row: str, outcomes: dict[str, Outcome]) -> None:
    passing = set(baseline.read()["passing"])
    by_id = {case.id: case for case in [*PACK, *SEEDS]}
    lost = [each for each in outcomes.values() if each.row == row and each.id in passing and not each.passed]
    report = []
    for each in lost:
        case = by_id[each.id.split("/")[0]]
        # an article is too long to print; a case is its own best explanation
        text = case.text.split("\n") if case in PACK else []
        got = [f"got {line}" for line in produced(case)]
        report += [f"{each.id} {case.title}", *text, *each.problems, *got, ""]
    assert not lost, "passed before and fails now:\n" + "\n".join(report)


def test_nothing_falls_under_the_floor(outcomes: dict[str, Outcome]) -> None:
    assert baseline.losses(baseline.read(), baseline.measured(tuple(outcomes.values()))) == []


@pytest.mark.parametrize("row", [*map(str, range(1, 61)), *ASKS])
def test_every_phenomenon_has_four_cases_and_some_mess(row: str) -> None:
    texts = [case.text for case in PACK if case.row == row]
    assert len(texts) >= 4
    assert any(MESS.search(text) for text in texts)


def test_the_pack_is_as_large_as_promised_and_its_ids_are_unique() -> None:
    ids = Counter(case.id for case in [*PACK, *SEEDS])
    assert [id for id, n in ids.items() if n > 1] == []
    assert len(PACK) >= 250


def test_every_article_in_seeds_has_its_expected_quotes() -> None:
    expected = {case.id for case in SEEDS}
    assert expected == {path.stem for path in (cases.ROOT / "seeds").glob("*.txt")}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["“No,” Ruiz said."], "neither which quotes it expects nor N"),
        (["“No,” Ruiz said.", "D | content: “Yes,”"], "not in the text"),
        (["“No,” Ruiz said. “No,” Lee said.", "D | content: “No,”"], "occurs 2 times"),
        (["“No,” Ruiz said.", "D | content: “No,” | source: Lee"], "not in the text"),
        (["“No,” Ruiz said.", "D | content: “No,” | speeker: Lee"], "no such field"),
        (["“No,” Ruiz said.", "D | content: “No,”", "N"], "both quotes and none"),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(lines: list[str], message: str, tmp_path) -> None:
    pack = tmp_path / "pack-wrong.txt"
    pack.write_text("\n".join(["## 1a wrong", *lines]), encoding="utf-8")
    with pytest.raises(cases.BadCase, match=message):
        cases.read_pack(pack)


def test_a_lost_case_is_named_and_lowering_needs_its_flag(tmp_path) -> None:
    path = tmp_path / "baseline.json"
    good = baseline.measured((Outcome("1a", "1", ()), Outcome("1b", "1", ("missing",))))
    worse = baseline.measured((Outcome("1a", "1", ("missing",)), Outcome("1b", "1", ())))
    baseline.write(good, lower=False, path=path)
    assert baseline.read(path) == {"total": 1, "floors": {"1": 1}, "passing": ["1a"]}
    with pytest.raises(ValueError, match="1a passed before"):
        baseline.write(worse, lower=False, path=path)
    baseline.write(worse, lower=True, path=path)
    assert baseline.read(path)["passing"] == ["1b"]
