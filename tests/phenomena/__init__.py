"""The phenomena pack: texts of our own with the quotes that belong to them, a case for each difficulty.

`pack-*.txt` hold cases, `seeds.txt` what `seeds/` must give; all in one format::

    ## 13a via-passive
    Ruiz was quoted by Reuters as saying “no”.
    D | content: “no” | cue: was quoted || as saying | source: Ruiz | via: Reuters

An id line names the phenomenon (its row in the project's list, then a letter) and the case in a word or
two; `known-hard` at its end marks what nobody expects soon. The raw text follows, to the letter, except
that ``\\xa0``, ``\\u200b``, ``\\t`` and ``\\r`` stand for the characters nobody would see. In `seeds.txt` a
line ``< seeds/name.txt`` takes the body of that file instead. Then comes one line for each quote, begun by
its kind: D direct, M mixed, I indirect, a choice such as D/M, or ? for any; or a single N: no quote at all.
S lines name a speaker the text must yield (``S | name: Joe Diaz | alias: Shorty``), an A line what holds
of the article (``A | outlet: Reuters``).

content, cue, source, context and inside are found in the text: a blank matches any white space, ``~``
whatever stands between two ends, `` #2`` takes the second occurrence, `` || `` joins several spans. A cue or
a source is the occurrence nearest to its content. `` // `` separates answers that are equally right, ``-``
means none. A field that is not named is not checked. ``optional: yes`` lets a quote be absent,
``optional: joined`` only where another quote holds its words;
``nested: 1`` says that it stands in the case's first quote; ``confidence: low`` that it is less sure than
the plainest quote there is.
"""
