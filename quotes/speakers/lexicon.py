"""Curated English word lists for names, titles, roles, groups and documents: data, no logic.

All entries are folded (`names.fold`): lower case, no accents, no full stop at the end.
"""

from __future__ import annotations

from .occupations import PERSON_NOUNS as PERSON_NOUNS
from .occupations import word_set as word_set


def _pairs(words: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in words.split())


# Forms of address: what gender, if any, they show.
HONORIFICS: dict[str, str | None] = {
    **dict.fromkeys(
        word_set("mr mister sir lord herr monsieur señor senor sr signor fr father brother don"), "he"
    ),
    **dict.fromkeys(
        word_set(
            "mrs ms miss mme mlle madame madam lady dame frau señora senora sra senorita sister baroness"
        ),
        "she",
    ),
    **dict.fromkeys(word_set("dr doctor prof mx"), None),
}
HONORIFICS.pop("sr")  # "Sr." is far more often a suffix

# Titles that stand before a name, abbreviated or capitalised, and the nouns they mean.
TITLES: dict[str, tuple[str, ...]] = {
    "sen": ("senator", "lawmaker"),
    "sens": ("senator", "lawmaker"),
    "senator": ("senator", "lawmaker"),
    "senators": ("senator", "lawmaker"),
    "rep": ("representative", "congressman", "congresswoman", "lawmaker"),
    "reps": ("representative", "congressman", "congresswoman", "lawmaker"),
    "representative": ("representative", "congressman", "congresswoman", "lawmaker"),
    "congressman": ("congressman", "representative", "lawmaker"),
    "congresswoman": ("congresswoman", "representative", "lawmaker"),
    "gov": ("governor",),
    "govs": ("governor",),
    "lt": ("lieutenant",),
    "pres": ("president",),
    "gen": ("general",),
    "col": ("colonel",),
    "maj": ("major",),
    "capt": ("captain",),
    "cpt": ("captain",),
    "sgt": ("sergeant", "officer"),
    "cpl": ("corporal",),
    "pvt": ("private",),
    "pfc": ("private",),
    "adm": ("admiral",),
    "brig": ("brigadier",),
    "cmdr": ("commander",),
    "det": ("detective",),
    "insp": ("inspector",),
    "supt": ("superintendent",),
    "rev": ("reverend", "pastor", "minister"),
    "reverend": ("reverend", "pastor", "minister"),
    "fr": ("priest", "father"),
    "hon": ("judge",),
    "amb": ("ambassador",),
    "cllr": ("councillor", "councilor"),
    "cllrs": ("councillor", "councilor"),
    "atty": ("attorney",),
    "asst": ("assistant",),
    "del": ("delegate",),
    "assemb": ("assemblyman",),
    "ald": ("alderman",),
    "mp": ("lawmaker",),
    "mep": ("lawmaker",),
    "pm": ("minister", "premier"),
    "premier": ("premier", "minister"),
    "ceo": ("ceo", "executive", "chief"),
    "cfo": ("cfo", "executive"),
    "coo": ("coo", "executive"),
    "vp": ("president",),
    "ag": ("attorney", "general"),
    "da": ("attorney", "prosecutor"),
    "secretary-general": ("secretary-general", "chief"),
    "president-elect": ("president-elect", "president"),
}

GENDERED: dict[str, str] = {
    **dict.fromkeys(
        word_set("""king duke prince baron emperor monk bishop imam father brother son husband uncle nephew
    grandfather grandson stepfather stepson widower boyfriend fiance man boy gentleman guy dad
    grandpa businessman chairman spokesman congressman councilman assemblyman alderman anchorman
    cameraman policeman fireman salesman statesman sportsman newsman clergyman fisherman gunman
    foreman committeeman weatherman lord waiter landlord steward father-in-law son-in-law
    brother-in-law ex-husband selectman priest pope patriarch"""),
        "he",
    ),
    **dict.fromkeys(
        word_set("""actress queen duchess princess baroness empress nun mother sister daughter wife aunt niece
    grandmother granddaughter stepmother stepdaughter widow girlfriend fiancee woman girl lady
    mom mum grandma businesswoman chairwoman spokeswoman congresswoman councilwoman
    assemblywoman alderwoman anchorwoman policewoman saleswoman committeewoman waitress landlady
    stewardess hostess comedienne heiress matriarch mother-in-law daughter-in-law sister-in-law
    ex-wife selectwoman maid headmistress confidante"""),
        "she",
    ),
}
# Kinship: says who somebody is to somebody else, never shown as a role where a job is known.
RELATIONS: frozenset[str] = word_set(
    """brother sister son daughter husband wife uncle aunt nephew niece grandson granddaughter
    grandfather grandmother stepfather stepmother father mother spouse fiance fiancee girlfriend
    boyfriend friend parent cousin widow widower ex-wife ex-husband mother-in-law father-in-law
    dad mom mum kid child baby twin sibling neighbor neighbour colleague classmate roommate
    relative"""
)
# What follows "Secretary of", "Chief of", "head of": part of the role, not of the name.
COMPLEMENTS: frozenset[str] = word_set(
    """state staff defense defence treasury interior labor labour commerce education energy
    agriculture transportation health human services homeland security veterans affairs justice
    housing urban development foreign war navy army air force police state's operations
    communications research marketing finance environment culture trade budget management
    intelligence house congress parliament commons lords representatives studies policy
    elections public safety works counterterrorism immigration"""
)
# Words that may stand in a capitalised title without being titles: "Senate Majority Leader".
TITLE_MODIFIERS: frozenset[str] = word_set(
    """vice deputy assistant associate acting former senior junior chief executive prime first
    majority minority senate house foreign finance interior defense defence attorney general
    lieutenant special staff campaign national state federal supreme court district county city
    police fire homeland security treasury press communications political policy budget managing
    founding honorary co ex then late outgoing incoming presidential vice-presidential
    republican democratic gop labour labor tory conservative liberal opposition party shadow
    principal lead top"""
)

# Names that end in one of these are organisations.
ORG_HEADS: frozenset[str] = word_set(
    """republic kingdom commonwealth emirate inc corp co ltd llc plc gmbh ag sa nv llp lp company
    corporation university college school institute institution academy ministry department agency
    bureau office administration commission committee council board authority service services
    association federation union league club society foundation fund trust bank group holdings
    partners capital ventures industries systems technologies motors motor airlines airways airline
    electric energy oil gas petroleum steel pharmaceuticals labs laboratories laboratory media news
    network networks television tv radio press times post journal herald tribune globe guardian
    telegraph gazette chronicle observer examiner inquirer register record mail magazine review daily
    weekly wire broadcasting entertainment pictures studios records hospital clinic center centre
    museum library church cathedral mosque synagogue temple party campaign coalition alliance movement
    front army navy force forces corps guard police court tribunal parliament congress senate assembly
    legislature house cabinet government chamber pac project initiative program programme team cartel
    brigade militia nations organization organisation enterprises international communications
    solutions software financial securities insurance health healthcare brothers sons associates
    consulting research analytics polling strategies action caucus conference convention summit forum
    task taskforce secretariat embassy consulate mission command treasury reserve exchange lobby watch
    america rights matters now institute's bar guild syndicate stores foods brands hotels resorts
    restaurants properties realty construction engineering logistics railways railroad railway transit
    rail ferries telecom mining brewery bakery groep gruppe groupe grupo
    bus lines shipping aerospace aviation semiconductor devices journalists reporters engineers
    teachers workers veterans physicians doctors scientists voters"""
)
ORG_HEADS -= {"sons", "brothers", "now", "guard"} - {"guard"}
# Lower-case nouns for bodies: "the company", "the Cruz campaign".
ORG_NOUNS: frozenset[str] = word_set(
    """company firm corporation business airline carrier automaker carmaker drugmaker manufacturer
    maker retailer chain startup start-up bank lender insurer brokerage fund charity foundation
    nonprofit non-profit group organization organisation association federation union league
    club society trust agency bureau office department ministry commission committee
    subcommittee council board authority administration government regime cabinet parliament
    congress senate legislature assembly house court tribunal party campaign camp coalition
    alliance movement caucus university college school institute academy hospital clinic center
    centre museum church diocese vatican newspaper paper magazine network station broadcaster
    channel outlet website site blog publication tabloid publisher studio team squad franchise
    army navy military force institution embassy consulate treasury regulator watchdog utility
    supplier contractor developer operator exchange pac super-pac think-tank tank lobby militia
    cartel gang regiment unit police-department state city county town nation country kingdom
    republic bloc enterprise subsidiary conglomerate brand giant label service
    organizer-committee delegation mission secretariat body establishment left right opposition"""
)
ORG_NOUNS -= {"contractor", "developer", "operator", "publisher"}
# Nouns for several people at once, and collectives.
GROUP_NOUNS: frozenset[str] = word_set(
    """people police public crowd staff family media press majority minority couple jury panel
    audience leadership management electorate community population crew band mob team personnel
    troops men women children others many some most few several both all none neither everyone
    everybody nobody half two-thirds percent percentage dozens hundreds thousands scores
    millions authorities folks anyone lot lots number quarter third generation brass gentry
    clergy cavalry infantry militia youth right wing base duo trio pair workforce faculty
    judiciary intelligentsia opposition prosecution defense defence mainstream elite ones those
    these they plurality handful group-of bunch host-of parents sources officials gop two three
    four five six seven eight nine ten folk"""
)
UNNAMED_WORDS: frozenset[str] = word_set("one someone somebody anyone anybody another whoever")
DOCUMENTS: frozenset[str] = word_set(
    """material precedent report study survey poll statement indictment affidavit complaint lawsuit
    suit filing motion ruling decision opinion verdict judgment judgement order warrant subpoena
    record document memo memorandum letter email e-mail message text note post tweet article
    story op-ed editorial column book biography memoir paper novel dossier file transcript
    testimony deposition review analysis assessment audit census index data datum statistic
    figure estimate forecast projection finding evidence research result bill law act
    legislation statute amendment constitution treaty agreement accord contract resolution
    petition plan proposal platform manifesto budget guideline rule regulation policy sign
    poster banner placard headline caption advertisement ad advert commercial spot video footage
    recording tape clip film documentary movie broadcast press-release release communique
    communiqué bulletin notice announcement leaflet flyer flier brochure pamphlet website log
    diary journal ledger obituary invitation certificate application form questionnaire script
    speech label inscription plaque graph chart map table image photo photograph picture song
    lyric card notebook summary draft version outline theory model proverb saying scripture bible koran quran
    verse chapter page passage paragraph section clause screenshot cable dispatch blog
    newsletter prospectus disclosure docket brief account reports ratings returns rating polling
    findings minutes proceedings"""
)

KNOWN_ORGS: frozenset[str] = word_set(
    """reuters bloomberg cnn npr bbc msnbc nbc abc cbs fox afp ap politico axios breitbart buzzfeed
    vox huffpost xinhua televisa univision telemundo aljazeera pbs congress parliament senate
    pentagon kremlin nato eu un unicef unesco who imf wto opec fbi cia nsa dea epa irs doj dhs
    hhs cdc fda sec fcc ftc fec rnc dnc nra aclu naacp gop google facebook twitter youtube
    amazon apple microsoft uber tesla boeing airbus walmart netflix intel ibm samsung sony
    toyota honda ford volkswagen bmw nissan goldman hamas hezbollah taliban isis isil interpol
    europol vatican treasury whitehouse medicare greenpeace oxfam amnesty wikileaks wikipedia
    reddit instagram tiktok snapchat linkedin whatsapp telegram gallup quinnipiac yougov ipsos
    nielsen pew rasmussen mcdonald starbucks coca-cola pepsico pfizer moderna novartis roche
    bayer siemens huawei alibaba tencent supreme-court democrats-party upi dpa tass interfax
    kyodo haaretz slate salon mashable gawker vice wired forbes fortune newsweek time economist
    guardian telegraph"""
) - {"who", "vice", "time", "economist"}

# Houses of parliament and the like: a name in themselves, never short for a longer one.
BODIES: frozenset[str] = word_set(
    "house senate congress parliament assembly court commons treasury state capitol supreme"
)
# Agencies whose initials stand as a credit behind a name.
AGENCIES: frozenset[str] = word_set("afp ap upi epa str reuters getty nyt dpa tass")

PLACES: frozenset[str] = word_set(
    """afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain
    bangladesh belarus belgium bolivia bosnia botswana brazil britain bulgaria burma cambodia
    cameroon canada chile china colombia congo croatia cuba cyprus denmark ecuador egypt england
    estonia ethiopia europe finland france georgia germany ghana greece guatemala haiti honduras
    hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan
    kazakhstan kenya kosovo kuwait kyrgyzstan laos latvia lebanon liberia libya lithuania
    luxembourg macedonia malaysia mali malta mexico moldova mongolia morocco mozambique myanmar
    namibia nepal netherlands nicaragua niger nigeria norway oman pakistan palestine panama
    paraguay peru philippines poland portugal qatar romania russia rwanda scotland senegal
    serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria taiwan
    tajikistan tanzania thailand tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan
    vatican venezuela vietnam wales yemen zambia zimbabwe africa asia america alabama alaska
    arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee
    texas utah vermont wisconsin wyoming u.s us u.k uk usa uae eu u.n dc d.c ala ariz ark calif
    colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa
    tenn tex va vt wash wis wyo n.h n.j n.m n.y n.c n.d s.c s.d r.i w.va moscow beijing london
    paris berlin washington brussels tokyo delhi baghdad tehran jerusalem kabul kyiv kiev ankara
    cairo damascus riyadh madrid rome vienna geneva athens warsaw prague budapest dublin
    edinburgh chicago boston philadelphia detroit houston dallas atlanta miami seattle denver
    baltimore pittsburgh cleveland milwaukee minneapolis manhattan brooklyn hollywood
    california's seoul pyongyang hanoi islamabad mumbai bangkok jakarta manila sydney melbourne
    toronto ottawa montreal havana caracas bogota lima santiago lisbon oslo stockholm copenhagen
    helsinki amsterdam zurich istanbul beirut amman nairobi lagos johannesburg catalonia bavaria
    quebec ontario crimea gaza siberia tibet kashmir"""
)
# First words of two-word places.
PLACE_STARTS: frozenset[str] = word_set(
    "new north south west east san los las santa saint st fort el hong saudi costa"
)

NATIONALITIES: frozenset[str] = word_set(
    """jewish muslim catholic islamic afghan african albanian algerian american arab argentine
    argentinian armenian asian australian austrian bangladeshi belgian bolivian bosnian
    brazilian british bulgarian burmese cambodian canadian chilean chinese colombian congolese
    croatian cuban czech danish dutch ecuadorean ecuadorian egyptian english estonian ethiopian
    european filipino finnish french georgian german ghanaian greek guatemalan haitian honduran
    hungarian icelandic indian indonesian iranian iraqi irish israeli italian jamaican japanese
    jordanian kazakh kenyan korean kosovar kurdish kuwaiti latvian lebanese libyan lithuanian
    malaysian mexican moldovan mongolian moroccan nepalese nigerian norwegian pakistani
    palestinian panamanian peruvian polish portuguese puerto-rican qatari romanian russian
    rwandan salvadoran saudi scottish serbian singaporean slovak slovenian somali spanish
    sudanese swedish swiss syrian taiwanese thai tibetan tunisian turkish ugandan ukrainian
    uruguayan uzbek venezuelan vietnamese welsh yemeni zimbabwean texan californian floridian
    hispanic latino latina black white"""
)
# Party words: "Republican Marco Rubio", "the Texas Republican".
PARTIES: dict[str, str] = {
    "r": "republican",
    "d": "democrat",
    "i": "independent",
    "republican": "republican",
    "democrat": "democrat",
    "democratic": "democrat",
    "gop": "republican",
    "libertarian": "libertarian",
    "independent": "independent",
    "labour": "labour",
    "tory": "tory",
    "conservative": "conservative",
}
# State abbreviations, as party tags use them.
STATES: dict[str, str] = _pairs(
    """ala=alabama al=alabama ak=alaska ariz=arizona az=arizona ark=arkansas ar=arkansas calif=california
    ca=california colo=colorado co=colorado conn=connecticut ct=connecticut de=delaware fla=florida
    fl=florida ga=georgia hi=hawaii id=idaho ill=illinois il=illinois ind=indiana in=indiana ia=iowa
    kan=kansas ks=kansas ky=kentucky la=louisiana me=maine md=maryland mass=massachusetts
    ma=massachusetts mich=michigan mi=michigan minn=minnesota mn=minnesota miss=mississippi
    ms=mississippi mo=missouri mont=montana mt=montana neb=nebraska ne=nebraska nev=nevada nv=nevada
    oh=ohio okla=oklahoma ok=oklahoma ore=oregon or=oregon pa=pennsylvania tenn=tennessee tn=tennessee
    tex=texas tx=texas ut=utah vt=vermont va=virginia wash=washington wa=washington wis=wisconsin
    wi=wisconsin wyo=wyoming wy=wyoming"""
)
CALENDAR: frozenset[str] = word_set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december jan feb mar apr jun jul aug sept sep
    oct nov dec mon tue wed thu fri sat sun christmas easter"""
)
MONTHS_THAT_ARE_NAMES: frozenset[str] = word_set("may april june august jan mar sun jun")
PARTICLES: frozenset[str] = word_set(
    "van von der den de del della da das do dos di du la las le los bin ibn ben al el ter ten zu af av y e"
)
# Particles that may open a name in running English.
OPENING_PARTICLES: frozenset[str] = word_set("van von de del della da di du bin ibn al el ter zu")
SUFFIXES: frozenset[str] = word_set("jr sr ii iii iv v esq phd md")
# Capitalised words that never belong to a name.
NOT_NAMES: frozenset[str] = word_set(
    """yesterday today tomorrow tonight
    i the a an and or but if in on at by for from with to of as he she it we they you his her
    its our their my your this that these those who what when where why how which while after
    before since because although though so yet not no yes then there here now also still even
    just only meanwhile however according asked q am pm mr's is was are were be been do does did
    has have had will would can could may might must shall should let photo credit image caption
    read watch related more advertisement continue video editor's update updated breaking
    exclusive opinion via"""
)
ORG_NOT_PERSON_STARTS: frozenset[str] = word_set(
    "federal national american international united royal central"
)

# Short forms of given names, and what they stand for.
NICKNAMES: dict[str, str] = _pairs(
    """bill=william will=william billy=william willie=william bob=robert rob=robert bobby=robert
    robbie=robert bert=robert dick=richard rick=richard rich=richard ricky=richard jim=james jimmy=james
    jamie=james jack=john johnny=john jon=john joe=joseph joey=joseph tom=thomas tommy=thomas
    mike=michael mick=michael mickey=michael ed=edward eddie=edward ted=edward teddy=edward
    charlie=charles chuck=charles chris=christopher dan=daniel danny=daniel dave=david don=donald
    tony=anthony andy=andrew drew=andrew ben=benjamin bernie=bernard liz=elizabeth beth=elizabeth
    betsy=elizabeth kate=katherine kathy=katherine katie=katherine maggie=margaret peggy=margaret
    meg=margaret pat=patricia patty=patricia trish=patricia jen=jennifer jenny=jennifer ken=kenneth
    larry=lawrence matt=matthew nick=nicholas pete=peter sam=samuel steve=stephen stevie=steven
    tim=timothy greg=gregory jeff=jeffrey ron=ronald ray=raymond rafa=rafael sue=susan deb=deborah
    debbie=deborah alex=alexander fred=frederick jerry=gerald gerry=gerald josh=joshua phil=philip
    vicky=victoria becky=rebecca kim=kimberly"""
)
# Which lower-case noun may stand for an organisation whose name ends in which word.
ORG_CLASSES: dict[str, frozenset[str]] = {
    "company": word_set(
        """inc corp co ltd llc plc company corporation holdings motors motor airlines airways electric
    energy oil gas petroleum steel pharmaceuticals technologies systems industries group
    partners capital ventures stores foods brands hotels entertainment studios pictures software
    solutions bank insurance financial securities communications international"""
    ),
    "bank": word_set("bank capital financial reserve"),
    "fund": word_set("fund capital trust"),
    "airline": word_set("airlines airways airline air"),
    "agency": word_set("agency administration bureau service department press office authority news"),
    "university": word_set("university college institute tech"),
    "college": word_set("college university"),
    "school": word_set("school academy"),
    "institute": word_set("institute center centre foundation"),
    "ministry": word_set("ministry"),
    "department": word_set("department"),
    "commission": word_set("commission"),
    "committee": word_set("committee"),
    "council": word_set("council"),
    "court": word_set("court tribunal"),
    "party": word_set("party"),
    "campaign": word_set("campaign"),
    "camp": word_set("campaign"),
    "hospital": word_set("hospital clinic center centre"),
    "church": word_set("church diocese cathedral"),
    "newspaper": word_set(
        """times post journal herald tribune globe guardian telegraph gazette chronicle observer
    examiner inquirer register record mail daily today sun star mirror independent news"""
    ),
    "magazine": word_set("magazine review weekly monthly"),
    "network": word_set(
        "network news television tv cnn nbc abc cbs fox msnbc npr bbc televisa univision telemundo"
    ),
    "union": word_set("union federation workers teachers association teamsters"),
    "group": word_set(
        """group coalition alliance association society foundation federation committee network watch
    action fund front movement council pac project league institute center international rights
    union reform america"""
    ),
    "board": word_set("board"),
    "foundation": word_set("foundation"),
    "government": word_set("government"),
    "administration": word_set("administration"),
    "team": word_set("team fc united city club"),
    "club": word_set("club fc"),
}
for _same, _as in {
    "firm": "company",
    "corporation": "company",
    "retailer": "company",
    "automaker": "company",
    "carmaker": "company",
    "manufacturer": "company",
    "business": "company",
    "carrier": "airline",
    "lender": "bank",
    "paper": "newspaper",
    "daily": "newspaper",
    "tabloid": "newspaper",
    "organization": "group",
    "organisation": "group",
    "association": "group",
    "charity": "group",
    "nonprofit": "group",
    "broadcaster": "network",
    "channel": "network",
    "bureau": "agency",
    "authority": "agency",
    "panel": "committee",
    "tribunal": "court",
    "pac": "group",
    "coalition": "group",
    "league": "group",
    "federation": "union",
}.items():
    ORG_CLASSES[_same] = ORG_CLASSES[_as]
# Nouns with which a text refers back to almost anybody, so that they single out nobody by themselves.
VAGUE_NOUNS: frozenset[str] = word_set(
    "man woman person guy one boy girl lady gentleman source official kid adult"
)

_ALIKE = """
lawyer attorney barrister solicitor counsel advocate prosecutor litigator
politician lawmaker legislator senator congressman congresswoman representative delegate candidate nominee
    front-runner frontrunner contender hopeful challenger incumbent governor mayor statesman
candidate businessman businesswoman billionaire mogul magnate tycoon developer entrepreneur millionaire
executive chief ceo boss chairman chairwoman president founder co-founder director manager owner
    industrialist
officer policeman policewoman constable detective sergeant inspector sheriff lieutenant captain trooper
doctor physician surgeon specialist cardiologist pediatrician psychiatrist epidemiologist virologist
professor academic scholar lecturer researcher scientist economist historian sociologist physicist expert
    biologist chemist geologist climatologist ecologist seismologist hydrologist psychologist scientist
reporter journalist correspondent columnist editor writer author anchor host commentator broadcaster blogger
coach manager trainer
player striker midfielder forward goalkeeper captain winger defender footballer pitcher quarterback athlete
pastor priest reverend minister bishop cleric preacher vicar rabbi imam archbishop cardinal chaplain
spokesman spokeswoman spokesperson
actor actress star performer comedian comedienne entertainer celebrity
singer musician songwriter rapper guitarist composer
teacher instructor educator headmaster headmistress principal schoolteacher
judge justice magistrate jurist
engineer architect designer builder
farmer grower rancher shepherd beekeeper
official secretary minister undersecretary commissioner administrator bureaucrat
envoy ambassador diplomat negotiator emissary
soldier veteran marine officer general colonel major commander admiral
aide adviser advisor strategist operative staffer consultant assistant
activist campaigner organizer organiser advocate protester
skipper captain sailor pilot fisherman
witness plaintiff defendant complainant victim suspect
"""
_lines: list[list[str]] = []
for _line in _ALIKE.strip().split("\n"):
    if _line.startswith(" "):
        _lines[-1] += _line.split()
    else:
        _lines.append(_line.split())
# Nouns of which one may stand for another: "Simon Lee, counsel for the family … the barrister".
ALIKE: dict[str, frozenset[str]] = {}
for _nouns in _lines:
    for _noun in _nouns:
        ALIKE[_noun] = ALIKE.get(_noun, frozenset()) | frozenset(_nouns)
