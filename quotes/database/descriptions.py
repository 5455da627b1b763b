"""What every table, view and column holds, in plain words: printed by the docs and by Datasette.

`DESCRIPTIONS` maps a table or view to its columns' descriptions; its own stands under the empty key.
"""

from __future__ import annotations

from . import recent, wordings_tables
from .views import VIEWS

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "sources": {
        "": "The published documents that quotes stand in: one row per article.",
        "id": "20 hex digits of a SHA-256 over the URL or, where there is none, over the text.",
        "url": "Where the article was published.",
        "path": "The file it was read from, as the user named it.",
        "title": "Its headline.",
        "outlet_id": "The outlet that published it; empty where unknown.",
        "byline": "Who wrote it, as printed.",
        "published": "When it was published, an ISO 8601 date or date and time.",
        "year_month": "Year and month of publication (2019-10), to count by.",
        "imported": "When it was first imported, UTC.",
        "format": "What kind of file it was read from: text, html, ….",
        "language": "Its language, an ISO 639-1 code.",
        "words": "How many words its text has.",
        "sha256": "SHA-256 of the text as UTF-8, so that `quotes verify` can prove that nothing changed.",
        "text": "The text, untouched; all offsets count its code points from 0.",
        "parser": "The version of quotes that found its quotes, with the options that were not the default.",
        "agency": "The news agency that it credits: in its dateline, its byline or at its end.",
        "record": "The id that it had in the table, feed or archive it was read from.",
        "extra": "What else was known of it there, where that was asked for: a JSON object.",
        "note": "What is wrong with what is known of it, and why it was not parsed, where it was not.",
        "wire_id": "Where several sources print the same text: the one of them that was published first.",
    },
    "addresses": {
        "": "Every web address under which an article was found; `sources.url` is the best of them.",
        "url": "The address.",
        "source_id": "The source that is found there.",
    },
    "fingerprints": {
        "": "How the same text is found in other sources: its eight smallest hashes of four words in a row.",
        "h": "A hash of four words that follow each other in the text.",
        "source_id": "The source whose text it is.",
    },
    "outlets": {
        "": "Who publishes or relays: a source has an outlet, a quote may come via one.",
        "id": "A readable slug of the name: new-york-times.",
        "name": "Its name.",
        "domain": "The shortest domain its articles come from, without www.",
    },
    "speakers": {
        "": "Whoever quotes are attributed to. People and organisations are one row across all articles; "
        "groups, documents and unnamed speakers are known only within their article.",
        "id": "A readable slug of the name: alfonso-durazo. Organisations end in _org, speakers known only "
        "within one article in ten digits of its id.",
        "name": "The name, in the form most articles print.",
        "sort_name": "The name as an index lists it, family name first.",
        "kind": "person, organisation, group, document or unnamed.",
        "role": "The latest role that articles agree on: Mexican security secretary.",
        "pronouns": "Only as the articles use them, never guessed from a name.",
        "wikidata": "Wikidata item, where somebody has linked it.",
        "quotes": "How many quotes are attributed to this speaker, alone or with others.",
        "sources": "How many articles quote this speaker.",
        "first_seen": "Date of the earliest article that quotes this speaker.",
        "last_seen": "Date of the latest article that quotes this speaker.",
    },
    "aliases": {
        "": "Every form of a speaker's name that articles use, the main one included.",
        "speaker_id": "The speaker.",
        "alias": "The form, as printed: Durazo, El Chapo, @ruiz.",
        "folded": "The form without accents and capitals, as ids are written, to look names up by.",
        "n": "How many articles use it.",
    },
    "roles": {
        "": "Every role that articles give a speaker, and since when.",
        "speaker_id": "The speaker.",
        "role": "The role, as printed.",
        "first_seen": "Date of the earliest article that gives it.",
        "last_seen": "Date of the latest article that gives it.",
        "n": "How many articles give it.",
    },
    "appearances": {
        "": "Which speakers each article quotes, and what it calls them: what speakers, aliases and roles "
        "are counted from.",
        "source_id": "The article.",
        "local_id": "The id that this article alone gives the speaker.",
        "speaker_id": "The speaker.",
        "name": "The fullest form of the name in this article.",
        "role": "The role this article gives.",
        "pronouns": "The pronouns this article uses.",
        "aliases": "The other forms it uses: a JSON list.",
        "age": "The speaker's age, where the article gives one.",
        "topics": "What the article is about, in fields of work, to tell people of one name apart.",
        "story": "Its rarest words, which tell its story: articles that share some are of the same people.",
        "outlet_id": "The article's outlet.",
        "seen": "The article's date, where it is one.",
    },
    "names": {
        "": "The names that articles know people and organisations by, and the speaker each belongs to.",
        "id": "The id that a name gives: `local_id` in appearances.",
        "kind": "person or organisation.",
        "speaker_id": "The speaker; of several of one name, the most quoted.",
        "people": "How many people of this name there are, as far as roles, dates and company tell.",
        "why": "What joins the name to the speaker: same name, middle name, short name, alias, "
        "role or company, by hand; or alone.",
    },
    "name_blocks": {
        "": "What names are looked up by to be compared: an initial and a surname, a surname, a base.",
        "block": "The block: “a durazo”, “* durazo”, “bare durazo”, “org ford motor”.",
        "name_id": "The name.",
    },
    "statements": {
        "": "What articles state of a name that more than 40 of them have: each kind of article once.",
        "name_id": "The name.",
        "year": "The year of the articles; empty, as the next four, where they state none.",
        "role": "The role.",
        "age": "The age.",
        "pronouns": "The pronouns.",
        "topics": "What the articles are about.",
        "n": "How many articles state all this.",
        "speaker_id": "Whose they are.",
    },
    "claims": {
        "": "Which other full names, nicknames, handles and acronyms articles give for a name.",
        "name_id": "The name.",
        "claimed": "The id that the other name gives.",
        "n": "How many articles give it.",
    },
    "pins": {
        "": "Which speaker somebody has said a name means: merged, split off or given as an alias.",
        "local_id": "The id that the name gives; a bare surname stands for all articles' own.",
        "source_id": "The article it was said of; empty for all.",
        "speaker_id": "The speaker.",
        "correction_id": "The correction that said so.",
    },
    "quotes": {
        "": "Who said what: one row per attribution, the words with the cue and the mention they hang on.",
        "id": "20 hex digits of a SHA-256 over the source and the spans.",
        "source_id": "The article it stands in.",
        "n": "Its number within the article, in order of appearance.",
        "local_id": "The id that the article alone gives the speaker.",
        "speaker_id": "Who said it, the first of several; empty where nobody could be found.",
        "mention": "The words that name the speaker here: Durazo, he, the senator.",
        "role": "The role this article gives the speaker.",
        "kind": "direct (all in quotation marks), mixed (part of it) or indirect (none).",
        "status": "said, asked, ordered, denied, not said or hypothetical.",
        "text": "The words, exactly as printed; several stretches are joined by “ … ”.",
        "start": "Where the first stretch starts in the article's text.",
        "end": "Where the last stretch ends in the article's text.",
        "spans": "All stretches: a JSON list of [start, end].",
        "cue": "The words that introduce the quote: said, according to.",
        "cue_spans": "Where the cue stands: a JSON list of [start, end].",
        "source_spans": "Where the mention stands: a JSON list of [start, end].",
        "verb": "The cue's verb in its dictionary form: say.",
        "via_id": "The outlet that relays what the speaker said: “…, he said, according to NPR”.",
        "addressee": "To whom it was said: the Televisa network.",
        "medium": "In what it was said: statement, tweet, interview, speech, report.",
        "context": "The paragraph or paragraphs it stands in; of very long ones, the part around it.",
        "confidence": "Estimated probability that words and speaker are both right, from 0 to 1.",
        "rule": "How it was attributed: the parser's name for the rule.",
        "nested_in": "The quote that this one stands in.",
        "wording_id": "The wording it belongs to: the same words across articles.",
        "act": "speech (said or written) or attitude (thought, believed, hoped).",
        "edited": "1 if the article marks a change to the words: [sic], an ellipsis, brackets.",
        "reviewed": "1 once a person has checked or corrected it; the parser then leaves it alone.",
        "runner_up": "The mention that came second, where several were weighed: the aide.",
        "variant_id": "The variant of its wording: what its words are without case, marks and punctuation.",
    },
    "quote_speakers": {
        "": "All the speakers of the quotes that have several (“Ruiz and Lee said”).",
        "quote_id": "The quote.",
        "local_id": "The id that the article alone gives one of its speakers.",
        "speaker_id": "One of its speakers.",
        "n": "The speaker's place in the list, from 1.",
    },
    "fetches": {
        "": "Addresses that were read, and what to ask them with, so that only what is new comes next time.",
        "address": "The address of a page or feed, as the user gave it.",
        "fetched": "When it was last read, UTC.",
        "etag": "The ETag that the server sent.",
        "modified": "The Last-Modified that the server sent.",
        "seen": "The ids of the entries that a feed held then: a JSON list.",
    },
    "imports": {
        "": "What was imported, when, by which version, and what came of it.",
        "id": "A running number.",
        "started": "When it started, UTC.",
        "finished": "When it finished, UTC; empty if it was cut short.",
        "version": "The version of quotes that ran.",
        "arguments": "What was asked for: a JSON list of the paths and of options other than the default.",
        "added": "Articles that were new.",
        "updated": "Articles that had changed.",
        "unchanged": "Articles that were known already.",
        "skipped": "Inputs left out, because they hold no text.",
        "failed": "Inputs that could not be read.",
        "quotes": "Quotes in the articles added and updated.",
    },
    "corrections": {
        "": "What people corrected: who changed what, from what, to what, when and why.",
        "id": "A running number.",
        "item_table": "The table of the row that was changed: quotes, speakers or sources.",
        "item_id": "The id of that row.",
        "column_name": "The column that was changed.",
        "was": "What it held before.",
        "now": "What it holds since.",
        "who": "Who changed it.",
        "at": "When, UTC.",
        "why": "Their reason.",
        "action": "accept, reject, speaker, kind or status of a quote; "
        "rename, set-role, alias, link, merge, split or dismiss of a speaker.",
        "undone": "When it was undone, UTC; empty while it holds.",
        "source_id": "The article that a corrected quote stands in.",
        "item": "What was corrected, as it was before, to find it and to put it back: a JSON object.",
        "uid": "20 hex digits that name the correction in every database it is applied to.",
    },
    **wordings_tables.DESCRIPTIONS,
    **recent.DESCRIPTIONS,
    "outlet_months": {
        "": "How much each outlet published month by month; kept true by triggers, for pages to read.",
        "outlet_id": "The outlet; empty for articles of which it is unknown.",
        "year_month": "The month; empty for articles without a date.",
        "sources": "How many articles.",
        "quotes": "How many quotes stand in them.",
    },
    "outlet_relays": {
        "": "How often each outlet's articles give another as the one that heard it; kept true by triggers.",
        "outlet_id": "The outlet that published; empty where unknown.",
        "via_id": "The outlet that it relays.",
        "quotes": "How many quotes.",
    },
    "attributed": {
        "": "Who said what, where, and who says so: each quote with its speaker, source, outlet and date. "
        "The one to query."
    },
    "top_speakers": {"": "Who is quoted most: named people and organisations, most quoted first."},
    "relays": {"": "Who relays whom: how often an article gives an outlet as the one that heard a speaker."},
    "outlet_speakers": {"": "Whom each outlet quotes: how often, and in how many of its articles."},
    "unattributed": {"": "Quotes for which no speaker could be found."},
    "unnamed_sources": {
        "": "Quotes of speakers whom the article does not name: officials, an aide, people familiar with it."
    },
    "disputes": {
        "": "The same words under different speakers: a row for each speaker of each such wording. Words "
        "that one says another said, that several said together, or that a person says for an organisation "
        "are left out."
    },
    "unsure": {"": "Quotes nobody has reviewed, the least certain first."},
}

# What views call things: a view's column means what the column of that name means in quotes or sources,
# except for these.
_VIEW_WORDS = {
    "speaker": "The speaker's name.",
    "speaker_kind": DESCRIPTIONS["speakers"]["kind"],
    "via": "The name of the outlet that relays what the speaker said.",
    "outlet": "The outlet's name.",
    "title": "The article's headline.",
    "url": "Where the article was published.",
    "byline": "Who wrote the article, as printed.",
    "published": "When the article was published, an ISO 8601 date or date and time.",
}
_COUNT_WORDS = {"quotes": "How many quotes.", "sources": "In how many articles."}
for _name, _view in VIEWS.items():
    _base = DESCRIPTIONS["speakers"] if _name == "top_speakers" else DESCRIPTIONS["quotes"]
    _words = DESCRIPTIONS["sources"] | _base | _VIEW_WORDS | ({} if _name == "top_speakers" else _COUNT_WORDS)
    if _name == "disputes":
        _words = _words | {
            "text": "The words, as their fullest variant has them.",
            "kind": DESCRIPTIONS["speakers"]["kind"],
            "quotes": "How many quotes give them to this speaker.",
            "first_seen": "When the earliest of these was published.",
            "quote_id": "The earliest of these quotes.",
        }
    if _name in ("relays", "outlet_speakers"):
        _words = _words | {"outlet_id": "The outlet.", "speaker_id": "The speaker."}
    DESCRIPTIONS[_name] |= {column: _words[column] for column in _view.columns}
