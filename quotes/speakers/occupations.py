"""Nouns for people, singular: roles, jobs, ranks, and plain persons. Data, no logic."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


PERSON_NOUNS: frozenset[str] = word_set(
    """accountant acquaintance activist actor actress actuary adjuster adjutant administrator admiral adult
    adviser advisor advocate agent aide aide-de-camp alderman alderwoman ally ambassador analyst
    anarchist ancestor anchor anchorman anchorwoman anesthesiologist animator announcer anthropologist
    apologist applicant appointee appraiser arbitrator archaeologist archbishop architect aristocrat
    artist assemblyman assemblymember assemblywoman assessor assistant associate astronaut astronomer
    atheist athlete attacker attendee attorney auditor aunt author ayatollah baby backbencher backer
    baker banker barber barista baron barrister bartender bassist bather beekeeper believer bellboy
    billionaire biographer biologist bishop blacksmith blogger boatman bookkeeper boss botanist boxer
    boy boyfriend breadwinner brewer bride brigadier broadcaster broker brother brother-in-law buddhist
    buddy builder bureaucrat burglar businessman businessperson businesswoman butcher butler buyer
    bystander caddie cadet caller cameraman campaigner camper candidate captain captor cardinal
    cardiologist caregiver caretaker carpenter cartographer cartoonist cashier catcher catholic
    caucusgoer celebrity cellist centrist ceo cfo chair chairman chairperson chairwoman challenger
    champion chancellor chaplain chef chemist chief chieftain child choreographer christian churchgoer
    cinematographer citizen clarinetist classmate clergyman clergywoman cleric clerk climatologist
    climber clinician co-author co-chair co-chairman co-founder co-pilot coach coauthor cochair
    cofounder collaborator colleague collector colonel columnist comedian comedienne commandant
    commander commentator commissioner committeeman committeewoman communist commuter companion
    complainant composer comptroller comrade concierge conductor confidant confidante congressman
    congresswoman conservative constable constituent consul consultant contender contestant contractor
    contributor controller convert cook coordinator coroner corporal correspondent councillor councilman
    councilmember councilor councilwoman counsel counsellor counselor counterpart courtier cousin cowboy
    cox creator cricketer criminologist critic cryptographer curator customer cyclist dad dancer
    daughter daughter-in-law dealer dean defendant defender delegate democrat demographer demonstrator
    dentist deputy dermatologist designer detainee detective developer dictator diplomat director
    dissident distiller docker doctor donor dove driver drummer duchess duke earl ecologist economist
    editor educator electrician emeritus emir emissary emperor employee employer empress endorser
    engineer entertainer enthusiast entrepreneur environmentalist envoy epidemiologist evangelical
    evangelist ex-husband ex-wife examiner executive expert explorer eyewitness fan farmer father
    father-in-law fellow feminist ferryman fiance fiancee fighter filmmaker financier firebrand
    firefighter fireman fisherman flatmate flautist florist follower footballer foreman forward founder
    freeholder freelancer freshman friend front-runner frontrunner fundraiser gamer gangster gardener
    general geneticist gentleman geographer geologist girl girlfriend goalie goalkeeper golfer governor
    governor-elect grad graduate granddaughter grandfather grandma grandmother grandpa grandson grocer
    groom grower guard guest guitarist gunman guru guy gymnast gynecologist hacker hairdresser handler
    harbourmaster hardliner harpist hawk head headmaster headmistress heir heiress helmsman hiker hindu
    historian homebuyer homemaker homeowner hopeful host hostage hostess hotelier housemate hunter
    hurdler husband hydrologist icon illustrator imam immigrant immunologist incumbent independent
    industrialist influencer inmate insider inspector instructor intellectual intern interpreter
    interviewee interviewer investigator investor janitor jew jeweler jeweller jockey journalist judge
    junior jurist juror justice keeper kid king kingpin kinsman laborer labourer lady landlady landlord
    landowner lawmaker lawyer leader leaker lecturer leftist legend legislator lender liar liberal
    libertarian librarian lieutenant lifeguard linguist listener lobbyist logger loyalist lumberjack
    magistrate magnate maid maker man manager marathoner marine marshal marxist mason master mastermind
    mathematician matriarch maverick mayor mayor-elect mechanic medalist medallist mediator member
    mentor meteorologist microbiologist midfielder midwife migrant militant millionaire miner minister
    mobster model moderate moderator mogul mom monarch mother mother-in-law motorist mountaineer mum
    musician muslim namesake nanny nationalist native navigator negotiator neighbor neighbour nephew
    neurologist neurosurgeon newcomer newsman newsreader niece nominee notary novelist nun nurse
    oceanographer officer official olympian ombudsman oncologist onlooker operative operator opponent
    organiser organist organizer outsider owner painter pal paleontologist panelist paramedic parent
    parishioner participant partner passenger passer-by pastor pathologist patient patriarch
    pediatrician pensioner percussionist performer person petitioner pharmacist philanthropist
    philosopher photographer physician physicist physio pianist picker pilot pioneer pitcher plaintiff
    player playwright plumber podcaster poet policeman policewoman politician pollster pope populist
    porter postmaster potter practitioner preacher predecessor premier presenter president
    president-elect priest primatologist prince princess principal prisoner private prodigy producer
    prof professor programmer progressive promoter proponent prosecutor protege protestant protester
    protestor protégé provost psychiatrist psychologist publicist publisher pundit quarterback queen
    rabbi racer radiologist rancher ranger rapper ratepayer reader realtor rebel receptionist recorder
    recruiter referee reformer refugee registrar regulator relative renter reporter representative
    republican researcher resident respondent restaurateur retiree reverend reviewer rider rigger
    rightist rioter rival robber roofer roommate rower runner runner-up sailor salesman saleswoman
    saxophonist scholar schoolboy schoolgirl schoolmaster schoolmate schoolteacher scientist
    screenwriter sculptor secretary secretary-general seismologist selectman selectwoman senator senior
    separatist sergeant shareholder sheik sheikh shepherd sheriff shooter shopkeeper shopper showrunner
    sibling signatory sikh singer sister sister-in-law skater skeptic skier skipper socialist
    sociologist soldier solicitor soloist sommelier son son-in-law songwriter sophomore soprano source
    speaker specialist spectator speechmaker speechwriter spokesman spokesperson spokeswoman sponsor
    sportsman spouse sprinter spy squatter staffer stallholder stalwart star statesman stationmaster
    statistician stepdaughter stepfather stepmother stepson stevedore steward stewardess stockbroker
    storyteller strategist streamer striker student subscriber successor superdelegate superintendent
    supermodel supervisor supporter surfer surgeon surrogate survivor suspect swimmer tactician tailor
    taxpayer teacher teammate technician technocrat teen teenager teetotaler tenant tenor terrorist
    testator theologian therapist thinker tory tourist toxicologist trader trainer translator trapper
    traveler treasurer trombonist trooper trucker trumpeter trustee tutor twin tycoon umpire uncle
    undecided undersecretary understudy undertaker underwriter unionist user vendor veteran veterinarian
    vicar vice-chairman vice-president viceroy victim viewer villager violinist violist virologist
    visitor vlogger vocalist volcanologist volunteer voter waiter waitress warden warlord weatherman
    weaver welder whip whistle-blower whistleblower widow widower wife winemaker winger winner witness
    woman worker worshiper worshipper wrestler writer youngster youth youtuber zookeeper zoologist"""
)
