"""`python -m tests.phenomena [ROW or ID…] [--failing] [--quiet]`: counts for each row, and what failed."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from .cases import Case, phenomena, seeds
from .compare import Outcome, judge, judge_parts, produced


def main() -> None:
    """Print the failures of the chosen rows, expected and got, then the counts."""
    parser = argparse.ArgumentParser(prog="python -m tests.phenomena", description=__doc__)
    parser.add_argument("rows", nargs="*", help="rows (13), ids (13a), `seeds` or the id of an article")
    parser.add_argument("--failing", action="store_true", help="print only the failures, not the counts")
    parser.add_argument("--quiet", action="store_true", help="print only the counts")
    parser.add_argument("--all", action="store_true", help="print what comes out of passing cases as well")
    options = parser.parse_args()

    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    articles = seeds()
    for case in [*phenomena(), *articles]:
        article = case in articles
        names = (case.row, case.id, case.id.split("-")[0], "seeds" if article else "pack")
        if options.rows and not any(name in options.rows for name in names):
            continue
        results = judge_parts(case) if article else [judge(case)]
        total[case.row] += len(results)
        passed[case.row] += sum(each.passed for each in results)
        failed = [each for each in results if not each.passed]
        if (failed or options.all) and not options.quiet:
            _show(case, failed, article)
    if not options.failing:
        for row, n in total.items():
            print(f"{row:>24}  {passed[row]:3} of {n:3}  {'·' * passed[row]}{'x' * (n - passed[row])}")
    print(f"{passed.total()} of {total.total()} pass")
    sys.exit(0 if passed.total() == total.total() else 1)


def _show(case: Case, failed: list[Outcome], article: bool) -> None:
    print(f"## {case.id} {case.title}")
    if not article:
        print("".join(f"    {line}\n" for line in case.text.split("\n")), end="")
    for each in failed:
        for problem in each.problems:
            print(f"  {each.id}: {problem}" if article else f"  - {problem}")
    for line in produced(case):
        print(f"  got {line}")
    print()


if __name__ == "__main__":
    main()
