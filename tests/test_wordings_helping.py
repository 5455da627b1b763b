"""Work on many texts done by another process: the same answers, whatever becomes of it."""

from __future__ import annotations

import os

import pytest

from quotes.wordings.helping import Helper, recognised
from quotes.wordings.recognising import recognise

TEXTS = [
    "The ink is running with the oil",
    "…",
    "No comment.",
    "Winds of 115 miles an hour",
    "我们一定会赢",
] * 3


@pytest.fixture
def helper(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with Helper() as started:
        assert not started.alone
        yield started


def test_answers_come_in_the_order_of_what_was_asked(helper) -> None:
    first, second = helper.start(recognised, TEXTS), helper.start(recognised, TEXTS[:2])
    assert second() == recognised(TEXTS[:2])
    assert first() == [found and tuple(found) for found in map(recognise, TEXTS)]
    assert helper.start(recognised, [])() == []


def test_a_helper_that_is_killed_takes_no_answer_along(helper) -> None:
    many = TEXTS * 2_000  # more than a pipe holds
    asked = helper.start(recognised, many)
    helper._process.kill()
    assert asked() == recognised(many)
    assert helper.start(recognised, TEXTS)() == recognised(TEXTS)
    assert helper.alone


@pytest.mark.parametrize(("cores", "program"), [(1, None), (2, "/nowhere/python")])
def test_one_core_or_no_program_to_start(monkeypatch, cores, program) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    if program:
        monkeypatch.setattr("sys.executable", program)
    with Helper() as helper:
        assert helper.alone
        assert helper.start(recognised, TEXTS)() == recognised(TEXTS)
