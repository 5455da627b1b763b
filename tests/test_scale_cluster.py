"""A real Dask cluster on this machine: workers are killed, an input kills whoever reads it, and every other
article ends up in exactly one shard, as a plain run finds it."""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
from contextlib import suppress
from pathlib import Path

import dask
import pytest
from click.testing import CliRunner
from distributed import Client, LocalCluster

from quotes.cli import cli
from quotes.ingest import extractions
from quotes.model import Extraction
from quotes.readers import read
from quotes.scale import cluster
from quotes.scale.alone import process_alone
from quotes.scale.cluster import JobError, run
from quotes.scale.inputs import input_of, inputs
from quotes.scale.shards import read_shard

POISON = "The pill"
# Python reads this when it starts: in every process of the cluster one text is deadly, and none is quick.
SITE = f"""
import os, time
import quotes.ingest.parsing as parsing
extract = parsing.extract
def deadly(article, *options):
    time.sleep(0.05)
    if {POISON!r} in article.text:
        os.kill(os.getpid(), 9)
    return extract(article, *options)
parsing.extract = deadly
"""


@pytest.fixture(autouse=True)
def no_client_left():
    """A client of Dask's that could not connect closes itself when it is collected as garbage: where that
    happens while another test starts a cluster, both wait for the same lock for ever."""
    yield
    gc.collect()


@pytest.fixture
def documents(tmp_path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(12):
        (folder / f"{n:02}.txt").write_text(f"“We lost {n} games,” Ana Ruiz, the mayor of Lima, said.")
    return folder


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A cluster of two workers, in each of which `POISON` is deadly."""
    site = tmp_path_factory.mktemp("site")
    (site / "sitecustomize.py").write_text(SITE)
    soon = dask.config.set({"distributed.scheduler.allowed-failures": 1})  # as `--scheduler local` has it
    with pytest.MonkeyPatch.context() as patch, soon:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(site), os.environ.get("PYTHONPATH", "")]))
        with LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as local:
            yield local.scheduler_address


def stored(folder: Path) -> list[Extraction]:
    return [extraction for path in sorted(folder.glob("*.parquet")) for extraction in read_shard(path)]


def plain(folder: Path) -> list[Extraction]:
    return [item for item in extractions(read([folder])) if isinstance(item, Extraction)]


def by_path(found: list[Extraction]) -> list[Extraction]:
    return sorted(found, key=lambda extraction: str(extraction.article.path))


def test_killed_workers_and_a_deadly_input_cost_nothing_but_that_input(address, documents, tmp_path):
    expected = plain(documents)
    (documents / "05b.txt").write_text(f"“{POISON},” he said.")
    (documents / "11b.txt").touch()
    results = []
    with Client(address, set_as_default=False) as client:
        workers = list(client.run(os.getpid).values())
    killed = 0
    for result in run(inputs([str(documents)]), str(tmp_path / "out"), scheduler=address):
        results.append(result)
        if len(results) == 3:
            for worker in workers:
                with suppress(ProcessLookupError):  # the deadly input may have been quicker
                    os.kill(worker, signal.SIGKILL)
                    killed += 1
                    break
    assert killed
    assert by_path(stored(tmp_path / "out")) == by_path(expected)
    assert len({result.shard for result in results}) == len(results) == 14
    failed = {result.input: result.problems[0] for result in results if result.status == "failed"}
    assert sorted(failed) == [str(documents / "05b.txt"), str(documents / "11b.txt")]
    assert "ends the process that reads it (signal 9" in failed[str(documents / "05b.txt")]
    kept = sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".parquet")
    assert [name[:7] for name in kept] == ["05b.txt", "11b.txt"]  # their reasons, and nothing half-written
    again = list(run(inputs([str(documents / "0[0-3].txt")]), str(tmp_path / "out"), scheduler=address))
    assert [result.status for result in again] == ["there"] * 4


def test_whoever_stops_listening_calls_off_the_rest(address, documents, tmp_path):
    results = run(inputs([str(documents)]), str(tmp_path / "out"), scheduler=address)
    next(results)
    results.close()
    before = len(stored(tmp_path / "out"))
    assert 1 <= before < 12
    assert len(list(run(inputs([str(documents)]), str(tmp_path / "out"), scheduler=address))) == 12
    assert by_path(stored(tmp_path / "out")) == by_path(plain(documents))


def test_an_input_by_itself_may_take_only_so_long(documents, tmp_path):
    (tmp_path / "out").mkdir()
    one = input_of(documents / "00.txt")
    result = process_alone(one, str(tmp_path / "out"), options=cluster.DEFAULTS, seconds=0.01)
    assert "is not read within 0 seconds, 2 times, by itself" in result.problems[0]


def test_what_fails_again_and_again_is_given_up_and_the_rest_is_done(documents, tmp_path, monkeypatch):
    tries = []

    def broken(one, output, **how):
        tries.append(one.doc)
        if one.doc == "03.txt" or tries.count("04.txt") == 1:
            raise ConnectionResetError("the bucket is gone")
        return process_shard(one, output, **how)

    process_shard = cluster.process_shard
    monkeypatch.setattr(cluster, "process_shard", broken)
    results = list(run(inputs([str(documents)]), str(tmp_path / "out")))
    assert [result.input[-6:] for result in results if result.status == "failed"] == ["03.txt"]
    assert results[3].problems == (
        f"{documents}/03.txt: failed 3 times (ConnectionResetError: the bucket is gone); "
        "run the same command again",
    )
    assert (tries.count("03.txt"), tries.count("04.txt")) == (3, 2)


def extract(*arguments):
    return CliRunner().invoke(cli, ["extract", *map(str, arguments)])


def test_the_command_writes_shards_and_says_what_it_did(documents, tmp_path):
    (documents / "12.txt").touch()
    done = extract(documents, "--output", tmp_path / "out")
    assert done.exit_code == 1
    assert done.stdout == "12 written, 0 there, 1 failed: 12 articles with 12 quotes\n"
    assert done.stderr == f"{documents}/12.txt: empty; put the article's text in it or leave it out\n"
    done = extract(documents / "00.txt", documents / "00.txt", "--output", tmp_path / "out", "--json")
    counts = json.loads(done.stdout)
    assert (done.exit_code, counts["written"], counts["there"], counts["failed"]) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["--scheduler", "local"], 2, "--scheduler needs --output DIR"),
        (["--replace", "--json"], 2, "--replace and --json needs --output DIR"),
        (["--output", "out", "--scheduler", "tcp://127.0.0.1:1"], 1, "no scheduler answers"),
        (["--output", "out", "--scheduler", "what"], 1, "no scheduler answers"),
        (["--output", "file/out"], 1, "file"),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments, code, line, documents, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cluster, "_SECONDS_FOR_SCHEDULER", 0.5)
    (tmp_path / "file").touch()
    done = extract(documents, *arguments)
    assert (done.exit_code, line in done.stderr.splitlines()[-1]) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


def test_a_cluster_without_workers_is_told_of(documents, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "_SECONDS_FOR_WORKERS", 0.2)
    with (
        LocalCluster(n_workers=0, dashboard_address=None, silence_logs=logging.CRITICAL) as local,
        pytest.raises(JobError, match="has no workers; start some with `dask worker tcp://"),
    ):
        list(run(inputs([str(documents)]), str(tmp_path / "out"), scheduler=local.scheduler_address))


def test_without_the_extra_it_says_what_to_install(documents, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    done = extract(documents, "--output", tmp_path / "out", "--scheduler", "local")
    assert "pip install 'quotes[cluster]'" in done.stderr and done.exit_code == 1
