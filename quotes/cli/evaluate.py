"""`quotes evaluate`: the parser's own figures, or those of anybody's predicted quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .errors import Problem
from .options import parser_options
from .output import as_json, table_lines, write
from .terminal import harmless, on_terminal, terminal_width

if TYPE_CHECKING:
    from ..evaluate import Evaluation, GoldDocument
    from ..model import Options
    from ..records import Record

_COLUMNS = ("form", "gold", "predicted", "measure", "P", "R", "F1", "accuracy", "95 %")


@click.command(
    short_help="Measure the parser against annotated documents.",
    epilog="""\b
Examples:
  quotes evaluate gold.jsonl.gz
  quotes evaluate gold.jsonl.gz --engine rules --min-confidence 0.8
  quotes evaluate gold.jsonl predicted.jsonl --errors 5
  quotes extract texts/ | quotes evaluate gold.jsonl - --json
""",
)
@click.argument("gold", metavar="GOLD")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@parser_options
@click.option(
    "--errors",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Show N mistakes of each kind, drawn at random.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="How often documents are drawn anew for the intervals; 0 leaves them out.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="What all drawing starts from.")
@click.option("--json", "json_", is_flag=True, help="Output: everything as one JSON object.")
@click.pass_context
def evaluate(
    ctx: click.Context,
    gold: str,
    paths: tuple[str, ...],
    options: Options,
    errors: int,
    samples: int,
    seed: int,
    json_: bool,
) -> None:
    """Measure how well quotes are found and attributed, against annotated documents.

    GOLD is newline-delimited JSON, gzipped or not, one document a line: {"doc": name, "text": text,
    "attributions": [{"content": [[start, end], ...], "cue": ..., "source": ..., "names": [...]}, ...]}.
    PATH is a file of predicted quotes as `quotes extract` prints them, or - for standard input; without
    one, the parser reads the texts of GOLD, as --engine, --attitudes and --min-confidence tell it.

    Contents are found if half of their letters are (exact: all of them); a relation is right if its
    source is, too. P is precision, R recall, F1 their harmonic mean, all in per cent. The interval is that
    of F1 (of recall or accuracy, where there is no F1): the middle 95 % when documents are drawn anew.
    """
    from ..evaluate import MalformedError, predictions, read_gold, read_predictions
    from ..evaluate import evaluate as measure

    if [gold, *paths].count("-") > 1:
        raise click.UsageError("Standard input (-) can be read once only.")
    if paths:
        _refuse_parser_options(ctx)
    try:
        documents = read_gold(gold)
        rows = (
            read_predictions(paths, documents)
            if paths
            else predictions(_parsed(documents, options), documents)
        )
    except MalformedError as error:
        raise Problem(str(error)) from error
    result = measure(documents, rows, samples=samples, seed=seed)
    if json_:
        write(as_json(result.as_dict(errors)))
        return
    for line in _table(result):
        write(line)
    if errors:
        for line in _mistakes(result, errors):
            write(harmless(line))


def _refuse_parser_options(ctx: click.Context) -> None:
    """Where the quotes are predicted already, options of the parser would do nothing."""
    for name in ("engine", "attitudes", "min_confidence"):
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
            option = "--" + name.replace("_", "-")
            raise click.UsageError(
                f"{option} is for the parser; give it to `quotes extract`, or leave out PATH."
            )


def _parsed(documents: Sequence[GoldDocument], options: Options) -> Iterator[Record]:
    from ..model import Article
    from ..pipeline import extract
    from ..records import records

    for document in documents:
        yield from records(extract(Article(document.text, doc=document.doc), options))


def _table(result: Evaluation) -> Iterator[str]:
    """A row for each form and measure; what holds for the whole form stands in its first row."""
    from ..evaluate import FORMS

    rows = []
    for form in FORMS:
        whole = {"form": form, "gold": result.counts[form, "gold"]}
        if form != "reported":
            whole["predicted"] = result.counts[form, "predicted"]
        for measure in result.measures(form):
            figures = (
                _percent(result.figures.get((form, measure, name)))
                for name in ("precision", "recall", "f1", "accuracy")
            )
            interval = result.intervals.get((form, measure))
            between = f"{_percent(interval[0])}–{_percent(interval[1])}" if interval else None
            cells = dict(zip(_COLUMNS[3:], (measure, *figures, between), strict=True))
            rows.append({**dict.fromkeys(_COLUMNS), **whole, **cells})
            whole = {}
    yield from table_lines(rows, _COLUMNS, terminal_width() if on_terminal() else None)
    yield ""
    drawn = f"; intervals from {result.samples:,} samples of them, seed {result.seed}"
    documents = "1 document" if result.documents == 1 else f"{result.documents:,} documents"
    yield f"{documents}{drawn if result.intervals else ''}"
    if result.trust:
        half, error = result.trust.precision_of_upper_half, result.trust.calibration_error
        yield f"Relation precision in the more confident half ({result.trust.upper_half:,}): {_percent(half)}"
        yield f"Expected calibration error of confidence: {_percent(error)}"


def _mistakes(result: Evaluation, most: int) -> Iterator[str]:
    """Each with its document, content, source and cue; where the source is wrong, with both sources."""
    for kind, (count, mistakes) in result.drawn(most).items():
        yield ""
        yield f"{kind}: {count:,}"
        for one in mistakes:
            what = (
                f"{one.source or '-'}, not {one.predicted or '-'}" if kind == "source" else one.source or "-"
            )
            yield f"  {one.doc}: {one.content} | {what} | {one.cue or '-'}"


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{100 * value:.1f}"
