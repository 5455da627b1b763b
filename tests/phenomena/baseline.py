"""The floor that the parser must not fall under: which cases pass, and how many of each phenomenon."""

from __future__ import annotations

import functools
import json
from collections import Counter
from pathlib import Path
from typing import TypedDict

from .cases import HERE, phenomena, seeds
from .compare import Outcome, judge, judge_parts

PATH = HERE / "baseline.json"


class Baseline(TypedDict):
    """`floors`: passes for each phenomenon or article; `total`: of all; `passing`: the ids that passed."""

    total: int
    floors: dict[str, int]
    passing: list[str]


@functools.cache
def outcomes() -> tuple[Outcome, ...]:
    """Every case of the pack and every expected quote of the seeds, judged once a session."""
    pack = [judge(case) for case in phenomena()]
    return (*pack, *(part for case in seeds() for part in judge_parts(case)))


def read(path: Path = PATH) -> Baseline:
    """The baseline as committed; an empty one where there is none yet."""
    if not path.exists():
        return Baseline(total=0, floors={}, passing=[])
    baseline: Baseline = json.loads(path.read_text(encoding="utf-8"))
    return baseline


def measured(results: tuple[Outcome, ...]) -> Baseline:
    """What a run gives, in the baseline's form."""
    floors = Counter({each.row: 0 for each in results})
    floors.update(each.row for each in results if each.passed)
    return Baseline(
        total=sum(floors.values()),
        floors=dict(floors),
        passing=[each.id for each in results if each.passed],
    )


def losses(old: Baseline, new: Baseline) -> list[str]:
    """What was reached before and is not now, a line each; empty when nothing was lost."""
    lost = [f"{id} passed before" for id in old["passing"] if id not in set(new["passing"])]
    for row, floor in old["floors"].items():
        if new["floors"].get(row, 0) < floor:
            lost.append(f"row {row}: {new['floors'].get(row, 0)} pass, the floor is {floor}")
    if new["total"] < old["total"]:
        lost.append(f"total: {new['total']} pass, the floor is {old['total']}")
    return lost


def write(new: Baseline, lower: bool, path: Path = PATH) -> None:
    """Store a new baseline. Raises ValueError when something would be lost and `lower` does not allow it."""
    if not lower and (lost := losses(read(path), new)):
        raise ValueError("needs --lower-baseline:\n" + "\n".join(lost))
    path.write_text(json.dumps(new, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
