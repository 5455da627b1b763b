"""Outlets: who publishes and relays, told by name, by form, or by where the name stands."""

from __future__ import annotations

import re

KNOWN = frozenset(
    name.strip().lower()
    for name in """
    Reuters; Thomson Reuters; AP; Associated Press; Agence France-Presse; AFP; UPI; United Press
    International; Bloomberg; Bloomberg News; dpa; EFE; ANSA; TASS; Interfax; RIA Novosti; Xinhua;
    Kyodo; Yonhap; PTI; IRNA; Anadolu; Press Association; PA; NPR; PBS; BBC; BBC News; CNN; Fox News;
    MSNBC; CNBC; NBC; NBC News; ABC; ABC News; CBS; CBS News; C-SPAN; Sky News; ITV; Channel 4; Al
    Jazeera; Univision; Telemundo; Televisa; Politico; Axios; The Hill; Vox; Slate; Salon; Vice;
    BuzzFeed; BuzzFeed News; HuffPost; The Huffington Post; Breitbart; Breitbart News; The Daily Beast;
    The Daily Caller; The Intercept; ProPublica; Mother Jones; The New York Times; The Washington Post;
    The Wall Street Journal; USA Today; Los Angeles Times; Chicago Tribune; The Boston Globe; The Miami
    Herald; Financial Times; The Economist; Time; Newsweek; The Atlantic; The New Yorker; Rolling Stone;
    Esquire; Vanity Fair; Forbes; Fortune; Wired; The Guardian; The Times; The Sunday Times; The
    Telegraph; The Independent; Daily Mail; The Sun; Daily Mirror; Le Monde; Le Figaro; Der Spiegel; Die
    Welt; Die Zeit; Bild; El País; El Mundo; La Repubblica; Haaretz; Xinhua; The Jerusalem Post; Nikkei;
    Asahi Shimbun; The Hindu; Dawn; ESPN; TMZ; People
    """.split(";")
)
_FORM = re.compile(
    r"\b(?:News|Times|Post|Journal|Herald|Tribune|Gazette|Chronicle|Observer|Guardian|Telegraph|Courier|"
    r"Sentinel|Dispatch|Examiner|Register|Inquirer|Globe|Star|Standard|Press|Mail|Mirror|Daily|Weekly|"
    r"Magazine|Review|Broadcasting|Radio|TV|Television|Wire|Newspaper|Bulletin|Argus|Echo|Mercury|Ledger|"
    r"Beacon|Bee|Record|Reporter|Monitor|Shimbun|Zeitung|Presse)\b"
)
_COMMON = re.compile(
    r"\b(?:news(?:paper|wire| agency| outlet| site| service)?|newspaper|daily|weekly|magazine|broadcaster|"
    r"network|radio|television|tabloid|journal|wire service|press agency)$",
    re.IGNORECASE,
)
_NAME = r"(?:the )?[A-Z][\w&.'’-]*(?: (?:of|the|and|&)? ?[A-Z][\w&.'’-]*){0,4}"
_CREDIT = re.compile(r"^[A-Z][\w.,'’/\s-]{1,60}?[\s,]*\((?P<agency>[A-Z][\w.&’' -]{1,40})\)\s*[-–—]")


_AGENCIES = (
    r"(?:the )?(?P<agency>Reuters|Associated Press|AP|Agence France-Presse|AFP|United Press International|"
    r"UPI|Bloomberg(?: News)?|dpa|EFE|ANSA|TASS|Interfax|Xinhua|Kyodo(?: News)?|Yonhap|PTI|"
    r"Press Trust of India|Anadolu(?: Agency)?|PA Media|Press Association|Canadian Press|"
    r"Australian Associated Press|AAP|McClatchy|Tribune News Service|CNN Wire|Kaiser Health News)\b"
)
_CONTRIBUTED = re.compile(
    r"(?:^|[\s(©])" + _AGENCIES + r"(?:['’]s? (?:\w+ ){1,3}|(?: \w+){0,6} )contributed\b"
    r"|(?:^|[\s(])(?:With|Includes?|Including|Additional) (?:\w+ ){0,3}(?:from|by) "
    + _AGENCIES.replace("<agency>", "<added>")
    + r"|(?:©|\([Cc]\)|Copyright)(?: ?\d{4})? "
    + _AGENCIES.replace("<agency>", "<owner>"),
    re.IGNORECASE,
)
_BYLINE_AGENCY = re.compile(r"(?:^|[\s,/|(–-])" + _AGENCIES)


def is_outlet(name: str) -> bool:
    """Whether a mention names a news outlet by itself: known, or called after what outlets are called."""
    bare = name.strip().strip(",.")
    low = bare.lower()
    return (
        low in KNOWN
        or low.removeprefix("the ") in KNOWN
        or (bare.removeprefix("the ")[:1].isupper() and _FORM.search(bare) is not None)
        or _COMMON.search(bare) is not None
    )


def relays(name: str, people: frozenset[str]) -> bool:
    """Whether a mention that stands where relaying outlets stand ("…, Ruiz said, according to X") may be one.

    Besides outlets known as such, a single name that is nobody's in the article: Reuters, NPR.
    ``people`` are the words that the names of people in the article are made of.
    """
    if is_outlet(name):
        return True
    words = name.removeprefix("the ").removeprefix("The ").split()
    return len(words) == 1 and words[0][:1].isupper() and words[0] not in people


def outlet_name(mention: str) -> str:
    """The name to keep of a mention of an outlet: on one line, without the article before it."""
    name = " ".join(mention.split()).strip(" ,.")
    return name[4:] if name.startswith("the ") else name


def agency(text: str, byline: str | None = None) -> str | None:
    """The agency that an article is from, in whole or part: credited in its dateline ("LIMA (Reuters) –"),
    its byline, or at its end ("The Associated Press contributed to this report.", "© 2024 AFP")."""
    if credited := credit(text):
        return credited
    if match := _BYLINE_AGENCY.search(byline or ""):
        return match["agency"]
    for line in reversed(text[-2000:].splitlines()):
        # At the end only what is a credit by itself: in a sentence of the story it would be longer.
        if len(line) <= 300 and (match := _CONTRIBUTED.search(line)):
            return match["agency"] or match["added"] or match["owner"]
    return None


def credit(text: str) -> str | None:
    """The agency that a dateline credits: "LIMA (Reuters) – …"; looked for in the first paragraphs."""
    for line in text[:3000].splitlines()[:12]:
        match = _CREDIT.match(line.strip())
        if match and match["agency"] != match["agency"].lower():
            return match["agency"].strip()
    return None
