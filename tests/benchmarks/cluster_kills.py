"""Kill a cluster job at random moments, let it go on, and compare its rows with a plain import.

    python tests/benchmarks/cluster_kills.py [--kills N] [--seed N] [FOLDER…]

Half of the kills (SIGKILL) hit a worker, of which the job must take no notice; the others hit the whole
job, workers and all, which is then started again with the same command. In the end its shards are loaded, and
every table compared with that of an import of the same documents.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kills import contents
from texts import SEEDS


def children(pid: int) -> list[int]:
    """The worker processes of a job."""
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "spawn_main" in line]


def run(*arguments: object) -> None:
    """A command that must succeed."""
    command = [sys.executable, "-m", "quotes", *map(str, arguments)]
    subprocess.run(command, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": "0"})


def main() -> None:
    """Print a line for each kill, and whether the rows differ."""
    parser = argparse.ArgumentParser(description="Kills of a cluster job.")
    parser.add_argument("paths", nargs="*", default=[str(SEEDS)], metavar="FOLDER")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shards = folder / "shards"
        job = [sys.executable, "-m", "quotes", "extract", *args.paths, "--output", str(shards)]
        job += ["--scheduler", "local", "--workers", "2", "-s"]
        documents = sum(1 for path in args.paths for _ in Path(path).iterdir())
        kills = 0
        while True:
            before = len(list(shards.glob("*.parquet"))) if shards.exists() else 0
            process = subprocess.Popen(job, start_new_session=True, stderr=subprocess.DEVNULL)
            wanted = before + max(1, round((documents - before) * chance.uniform(0.1, 0.5)))
            while process.poll() is None:
                there = len(list(shards.glob("*.parquet"))) if shards.exists() else 0
                if kills < args.kills and there >= wanted:
                    kills += 1
                    workers = children(process.pid)
                    if kills % 2 and workers:
                        os.kill(chance.choice(workers), signal.SIGKILL)
                        what, wanted = "a worker", documents + 1
                    else:
                        os.killpg(process.pid, signal.SIGKILL)
                        process.wait()
                        what = "the whole job"
                    print(f"kill {kills}: {what} with {there} of {documents} shards made", flush=True)
                time.sleep(0.01)
            print(f"the job ended with exit code {process.returncode}", flush=True)
            if process.returncode >= 0 and kills < args.kills:
                for path in chance.sample(sorted(shards.glob("*.parquet")), documents // 2):
                    path.unlink()  # something to do for the next one
            elif process.returncode >= 0:
                break
        left = [path.name for path in shards.iterdir() if path.suffix != ".parquet"]
        run("load", folder / "a.db", shards, "-s")
        run("import", folder / "b.db", *args.paths, "-s", "--workers", "1")
        one, other = contents(folder / "a.db"), contents(folder / "b.db")
        differences = [table for table in other if one[table] != other[table]]
        rows = sum(map(len, other.values()))
        print(f"{rows:,} rows of {len(other)} tables compared: differences {differences or 'none'}")
        print(f"left over in the folder: {left or 'nothing'}")
        sys.exit(bool(differences or left))


if __name__ == "__main__":
    main()
