"""An input in a process of its own: whatever it does to that, whoever asked lives on.

`process_alone` starts ``python -m quotes.scale.alone`` and hands it the job on standard input.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict

from ..model import Options
from ..readers import Failure
from .inputs import Input
from .process import Result, failed, process_shard
from .store import Store

TRIES = 2
_SECONDS = 3600.0


def process_alone(
    one: Input, output: str, *, options: Options, replace: bool = False, seconds: float = _SECONDS
) -> Result:
    """`process_shard` in a process of its own, tried `TRIES` times for so many seconds each; an input that
    ends or outlives all of them is set aside: its result is "failed" and the reason kept beside the shards.
    Raises OSError where no process can be started."""
    job = {"input": asdict(one), "output": output, "options": asdict(options), "replace": replace}
    reason = ""
    for _ in range(TRIES):
        try:
            done = subprocess.run(
                [sys.executable, "-m", "quotes.scale.alone"],
                input=json.dumps(job).encode(),
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            reason = f"is not read within {seconds:,.0f} seconds"
            continue
        if done.returncode == 0:
            result = json.loads(done.stdout)
            return Result(**{**result, "problems": tuple(result["problems"])})
        reason = f"ends the process that reads it ({_ending(done.returncode, done.stderr)})"
    failure = Failure(one.name, f"{reason}, {TRIES} times, by itself", "look into it, or leave it out")
    return failed(one, Store(output), [failure])


def _ending(code: int, stderr: bytes) -> str:
    if code < 0:
        return f"signal {-code}" + ("; perhaps memory ran out" if code == -9 else "")
    lines = stderr.decode("utf-8", "backslashreplace").strip().splitlines()
    return " ".join(lines[-1].split())[:200] if lines else f"exit code {code}"


def main() -> None:
    """Do the job on standard input and print its result."""
    job = json.load(sys.stdin)
    one, options = Input(**job["input"]), Options(**job["options"])
    result = process_shard(one, job["output"], options=options, replace=job["replace"])
    json.dump(asdict(result), sys.stdout)


if __name__ == "__main__":
    main()
