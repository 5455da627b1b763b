"""Many texts recognised by two processes: the same answers, whatever becomes of the other one."""

from __future__ import annotations

import os

from quotes.wordings.helping import Helper
from quotes.wordings.recognising import recognise

TEXTS = [
    "The ink is running with the oil",
    "…",
    "No comment.",
    "Winds of 115 miles an hour",
    "我们一定会赢",
] * 3
EXPECTED = [recognise(text) for text in TEXTS]


def test_answers_come_in_the_order_of_the_texts() -> None:
    with Helper() as helper:
        assert [helper.recognise(TEXTS), helper.recognise([]), helper.recognise(TEXTS[:1])] == [
            EXPECTED,
            [],
            EXPECTED[:1],
        ]


def test_a_helper_that_is_killed_takes_no_answer_along(monkeypatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with Helper() as helper:
        assert helper._process is not None
        helper._process.kill()
        helper._process.wait()
        assert helper.recognise(TEXTS) == EXPECTED == helper.recognise(TEXTS)


def test_one_core_and_no_program_to_start(monkeypatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with Helper() as helper:
        assert helper._process is None
        assert helper.recognise(TEXTS) == EXPECTED
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with Helper() as helper:
        assert helper.recognise(TEXTS) == EXPECTED
