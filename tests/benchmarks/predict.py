"""What the parser finds in a gold file, as the scorer reads it.

python tests/benchmarks/predict.py news-dev.jsonl.gz > predicted.jsonl
python ../shared/eval/score.py news-dev.jsonl.gz predicted.jsonl
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from quotes.model import Article
from quotes.pipeline import extract
from quotes.records import records


def main() -> None:
    """Print one JSON line a quote, document after document."""
    with gzip.open(Path(sys.argv[1]), "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            for record in records(extract(Article(text=document["text"], doc=document["doc"]))):
                print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
