"""Lists of English words that comparing goes by. All are in the form of `words.normal_words`."""

from __future__ import annotations

# Words that say little by themselves: not what one text is recognised by in another.
COMMON = frozenset(
    """a an the this that these those it its he him his she her hers they them their theirs we us our ours
    you your yours i me my mine myself yourself himself herself itself ourselves themselves who whom
    whose which what when where why how and or but nor so if then than because as of at by for with
    about against between into through during before after above below to from up down in out on off
    over under again further once here there all any both each few more most other some such no not
    only own same too very can will just should now is am are was were be been being have has had
    having do does did doing would could may might must shall ought also even ever never still yet
    already well like get got gets getting go goes going went gone come comes coming came make makes
    made making take takes took taken say says said saying tell told know knows knew think thinks
    thought see sees saw seen want wants wanted need needs needed thing things something anything
    everything nothing someone anyone everyone people person way ways lot lots much many really
    actually right good great back one two first time times day days year years new let give given
    gave put look looking feel keep kept every around while without within upon until since though
    although whether either neither rather quite maybe perhaps yes oh ok s t d ll re ve m everybody
    nobody somebody anybody none nowhere our my mr mrs ms unless something""".split()
)

# Of these, the words that only hold sentences together.
FUNCTION = frozenset(
    """a an the this that these those it its he him his she her hers they them their theirs we us our ours you
    your yours i me my mine myself yourself himself herself itself ourselves themselves who whom whose which
    what when where why how and or but nor so if then than because as of at by for with about against between
    into through during before after above below to from up down in out on off over under here there all any
    each some such no not can will should is am are was were be been being have has had having do does did
    doing would could may might must shall also very just s t d ll re ve m""".split()
)

NEGATORS = frozenset(
    """not no never none nothing nobody nowhere neither nor hardly barely scarcely seldom rarely without
    unless except lest non cannot""".split()
)
# Where the text ends before one of these, what was said had a condition that is lost.
CONDITIONS = frozenset({"unless", "without", "except", "not", "until"})
# "Not only" denies nothing.
ONLY = frozenset({"only", "just", "merely", "simply", "solely"})
# What an aside begins with: "as I said", "which nobody expected". Its negations and modals are its own.
ASIDES = frozenset(
    """which who whom whose as if though although because and i we he she they it you while where when
    let""".split()
)
# Pairs of which one denies the other.
OPPOSITES = frozenset(
    frozenset(pair.split("/"))
    for pair in """always/never everything/nothing everybody/nobody everyone/none all/none accept/reject
    accepted/rejected agree/disagree support/oppose supports/opposes supported/opposed increase/decrease
    increased/decreased increases/decreases rise/fall rises/falls rising/falling rose/fell raise/lower
    raised/lowered raises/lowers more/less more/fewer true/false guilty/innocent legal/illegal confirm/deny
    confirmed/denied confirms/denies before/after allow/forbid allowed/forbidden allow/ban allowed/banned
    win/lose won/lost possible/impossible either/neither ever/never anything/nothing anybody/nobody
    anyone/nobody anyone/none any/no some/no success/failure succeeded/failed open/closed safe/dangerous
    approve/reject approved/rejected often/rarely with/without if/unless trust/distrust in/out
    for/against""".split()
)
PREFIXES = ("un", "dis", "in", "im", "ir", "il", "non", "mis")

# What a verb says of how sure or obliged anybody is; words of one class are no different.
MODALS = {
    "will": "will",
    "shall": "will",
    "would": "would",
    "may": "may",
    "might": "may",
    "could": "could",
    "can": "can",
    "must": "must",
    "should": "should",
    "ought": "should",
    "probably": "probably",
    "likely": "probably",
    "perhaps": "perhaps",
    "maybe": "perhaps",
    "possibly": "perhaps",
    "presumably": "perhaps",
    "allegedly": "allegedly",
    "apparently": "apparently",
    "reportedly": "allegedly",
    "certainly": "certainly",
    "definitely": "certainly",
    "surely": "certainly",
}
PAST = {"was", "were", "had", "did"}
PRESENT = {"is", "are", "am", "has", "have", "do", "does"}

_IRREGULAR = """be/was be/were is/was are/were am/was has/had have/had do/did does/did go/went goes/went
    come/came comes/came make/made makes/made take/took takes/took say/said says/said tell/told tells/told
    know/knew knows/knew think/thought thinks/thought see/saw sees/saw get/got gets/got give/gave
    gives/gave find/found finds/found become/became becomes/became leave/left leaves/left feel/felt
    feels/felt bring/brought brings/brought begin/began begins/began keep/kept keeps/kept hold/held
    holds/held write/wrote writes/wrote stand/stood stands/stood hear/heard hears/heard mean/meant
    means/meant meet/met meets/met run/ran runs/ran pay/paid pays/paid sit/sat sits/sat speak/spoke
    speaks/spoke lie/lay lead/led leads/led grow/grew grows/grew lose/lost loses/lost fall/fell
    falls/fell send/sent sends/sent build/built builds/built understand/understood draw/drew
    draws/drew break/broke breaks/broke spend/spent spends/spent rise/rose rises/rose drive/drove
    drives/drove buy/bought buys/bought wear/wore choose/chose chooses/chose win/won wins/won
    teach/taught teaches/taught catch/caught fight/fought fights/fought sell/sold sells/sold
    throw/threw throws/threw fly/flew forget/forgot steal/stole steals/stole shoot/shot hide/hid
    eat/ate eats/ate drink/drank drinks/drank sing/sang sleep/slept strike/struck deal/dealt
    seek/sought seeks/sought swear/swore shake/shook know/known see/seen go/gone do/done give/given
    take/taken""".split()
TENSES = frozenset(frozenset(pair.split("/")) for pair in _IRREGULAR)

# Words that count without being figures.
QUANTITIES = frozenset(
    """half third quarter double triple twice thrice dozens scores hundreds thousands millions billions
    trillions majority minority dozen hundred thousand million billion trillion""".split()
)

MONTHS_AND_DAYS = frozenset(
    """january february march april june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday""".split()
)

# Capitals that name nobody.
TITLES = frozenset("mr mrs ms miss dr sir madam i god ok mister".split())

# What everybody says: proverbs, courtesies and the set phrases of spokespeople. Several people may say any of
# them without having it from each other.
EVERYDAY = tuple(
    " ".join(line.split())
    for line in """
no comment
thank you very much
this is an active investigation and we will provide more information as it becomes available
this remains an active investigation
this is an active and ongoing investigation
this is an isolated incident and there is no threat to the public
we are asking anyone with information to come forward
we are appealing for witnesses to come forward
anyone with information is asked to call police
we are appealing to anyone who saw anything suspicious to contact us
we would like to thank the public for their patience
we would like to thank everyone for their support
i would like to thank my family my friends and all the people who supported me
i want to thank everyone who voted for me
thank you for your patience and understanding
i look forward to working with colleagues on both sides of the aisle
i look forward to working with colleagues on both sides of the house
we look forward to working with the new administration
i look forward to the challenge ahead
we are working to restore supplies as soon as possible
our engineers are working to restore power as soon as possible
we are working around the clock to restore service
we are working closely with the authorities
we are working closely with our partners
we are doing everything we can
we are doing everything in our power to help
our thoughts and prayers are with the victims and their families
our thoughts are with the families of those who lost their lives
our thoughts are with everyone affected
the safety of our students and staff is our top priority
the safety of our employees is of the utmost importance
the health and safety of our patients is our first priority
we do not comment on market rumors or speculation
we do not comment on individual cases
we do not comment on personnel matters
we do not comment on matters before the courts
we are unable to comment further while legal proceedings are ongoing
it would be inappropriate to comment while the investigation is ongoing
i find the defendant guilty as charged
we find the defendant not guilty
we are pleased with the verdict and justice has been served
justice has been served
we respect the decision of the court
we are disappointed by the decision and will appeal
we are considering our options
we are reviewing the decision and considering our next steps
we have no further comment
we decline to comment
we are just happy to be here
i am just happy to be here
i am delighted to be here
it is an honor and a privilege to serve
it is an honor to be here
it is a great honor
i am humbled and honored
at the end of the day the result is what matters
at the end of the day it is the result that matters
the most important thing is the 3 points
we take the positives and move on
we will learn from this and come back stronger
the boys gave everything out there today
we left everything out on the field
hats off to them
full credit to the lads
the fans were amazing
it was like something out of a movie
it was like a scene from a movie
it was like a war zone
it sounded like a bomb going off
i thought i was going to die
i am lucky to be alive
he kept himself to himself
they seemed like a normal family
you never think it will happen to you
he was always smiling and would do anything for anyone
he was loved by everyone who knew him
he will be sadly missed by all who knew him
she will be greatly missed
she was a loving mother and a devoted wife
he died doing what he loved
we are heartbroken and ask for privacy at this difficult time
the family has asked for privacy at this time
we ask that you respect our privacy at this difficult time
we are shocked and saddened to learn of the death of our colleague
we are proud of our record
we condemn in the strongest possible terms
violence has no place in our society
hate has no place in our community
there is no place for racism in our sport
democracy is on the ballot
this is the most important election of our lifetime
elections have consequences
the american people deserve better
the people have spoken
the ball is in their court
we will not negotiate with terrorists
all options are on the table
nothing is off the table
the jury is still out
we will cross that bridge when we come to it
that is a matter for the police
the buck stops here
lessons will be learned
lessons must be learned from this tragedy
more needs to be done
we can and must do better
we have a long way to go
this is just the beginning
we comply with all applicable laws and regulations
we follow all the rules and regulations
the company complies with all applicable laws
we regularly review our policies and procedures
our customers are at the heart of everything we do
our people are our greatest asset
past performance is no guarantee of future results
we are confident in our strategy and our outlook for the year
we are pleased with our results this quarter
where there is smoke there is fire
all work and no play makes jack a dull boy
a bird in the hand is worth two in the bush
a chain is only as strong as its weakest link
a fool and his money are soon parted
a friend in need is a friend indeed
a house divided against itself can not stand
a leopard can not change its spots
a rising tide lifts all boats
a rolling stone gathers no moss
a stitch in time saves nine
a watched pot never boils
absence makes the heart grow fonder
absolute power corrupts absolutely
all roads lead to rome
all is fair in love and war
as you make your bed so you must lie in it
charity begins at home
curiosity killed the cat
cleanliness is next to godliness
clothes do not make the man
crime does not pay
cut your coat according to your cloth
desperate times call for desperate measures
discretion is the better part of valor
do not look a gift horse in the mouth
do not put off until tomorrow what you can do today
do not shoot the messenger
do not throw the baby out with the bathwater
easy come easy go
empty vessels make the most noise
familiarity breeds contempt
fight fire with fire
fool and his money
give them an inch and they will take a mile
half a loaf is better than none
he who laughs last laughs best
he who pays the piper calls the tune
hell hath no fury like a woman scorned
ignorance is bliss
if the shoe fits wear it
if wishes were horses beggars would ride
if you lie down with dogs you get up with fleas
if you pay peanuts you get monkeys
imitation is the sincerest form of flattery
in the land of the blind the first eyed man is king
it never rains but it pours
let sleeping dogs lie
look before you leap
make hay while the sun shines
man does not live by bread alone
measure twice cut once
mighty oaks from little acorns grow
more haste less speed
never look back
no news is good news
nothing is certain but death and taxes
out of sight out of mind
patience is a virtue
penny wise pound foolish
possession is 9 tenths of the law
power tends to corrupt and absolute power corrupts absolutely
pride comes before a fall
put your money where your mouth is
revenge is a dish best served cold
still waters run deep
strike while the iron is hot
sunlight is the best disinfectant
talk is cheap
the bigger they are the harder they fall
the first casualty of war is truth
the first step is the hardest
the last straw that broke the back of the camel
the pot calling the kettle black
the price of freedom is eternal vigilance
those who live by the sword die by the sword
time and tide wait for no man
time is money
to err is human to forgive divine
tomorrow is another day
truth is stranger than fiction
variety is the spice of life
we make a living by what we get but we make a life by what we give
when the cat is away the mice will play
when you are in a hole stop digging
while there is life there is hope
you are what you eat
you can not fight city hall
you can not judge a book by its cover
you can not run before you can walk
you can take the boy out of the country but you can not take the country out of the boy
you scratch my back and i will scratch yours
thank you all very much for coming
we have no comment at this time
i can not comment on that
we do not comment on ongoing investigations
we can not comment on an ongoing investigation
we do not comment on pending litigation
it would be inappropriate to comment further
i have nothing more to say
i have nothing to hide
i did nothing wrong
i am not guilty
it is what it is
it is not over until it is over
time will tell
only time will tell
we will see what happens
we will have to wait and see
our thoughts and prayers are with the families of the victims
our thoughts are with the family and friends at this difficult time
our hearts go out to the families affected
our deepest condolences go to the family
we are deeply saddened by the news
we are devastated by this tragic loss
rest in peace
happy birthday
merry christmas and a happy new year
ladies and gentlemen
god bless america
god bless you and god bless the united states of america
we take these allegations very seriously
we take all allegations of this kind extremely seriously
we take the safety of our customers very seriously
the safety and security of our customers is our top priority
the safety of our passengers and crew is our number first priority
safety is our top priority
we are aware of the incident and are looking into it
we are aware of the situation and are monitoring it closely
we are aware of the reports and are investigating
we are cooperating fully with the authorities
we are cooperating fully with the investigation
we will cooperate fully with the investigation
the investigation is ongoing
an investigation is under way
the cause of the accident is under investigation
the matter is under investigation
we apologize for any inconvenience caused
we apologize for any inconvenience this may have caused
we sincerely apologize to anyone who was offended
we are sorry for any distress caused
we are committed to providing a safe environment for everyone
we are committed to the highest standards
we have a zero tolerance policy
we remain committed to our customers
there is no evidence to support these claims
these allegations are completely false and without merit
the allegations are baseless and we will defend ourselves vigorously
we intend to defend ourselves vigorously
we believe the lawsuit is without merit
we stand by our reporting
we stand by our story
i stand by what i said
this is a developing story
let me be clear
let me be very clear
make no mistake about it
at the end of the day
the fact of the matter is
to be honest with you
i could not agree more
i am very happy
i am very excited about it
i am very proud of the team
i am proud of the way the boys played
it was a great team effort
it was a team effort from start to finish
we take it first game at a time
we just have to take it first game at a time
we are taking it first day at a time
we gave it 110 percent
we gave it everything we had
we have to keep working hard
we just have to keep working hard
we have to stay focused
we did not play our best today
they are a great team and they played well
credit to them they played really well
the best team won
there are no easy games at this level
it is a dream come true
it is a marathon not a sprint
it has been an emotional day
words can not describe how i feel
i do not have words to describe it
i can not put it into words
i never thought it would happen here
things like this do not happen here
he was in the wrong place at the wrong time
it could have happened to anyone
it could have been much worse
he was a good man
he kept to himself
he would give you the shirt off his back
he had a heart of gold
she lit up every room she walked into
she was the life and soul of the party
there was not a dry eye in the house
everything happens for a reason
better late than never
actions speak louder than words
a picture is worth a 1000 words
a journey of a 1000 miles begins with a single step
all that glitters is not gold
all is well that ends well
an apple a day keeps the doctor away
an eye for an eye makes the whole world blind
an ounce of prevention is worth a pound of cure
beauty is in the eye of the beholder
beggars can not be choosers
better safe than sorry
birds of a feather flock together
blood is thicker than water
do not bite the hand that feeds you
do not count your chickens before they hatch
do not judge a book by its cover
do not put all your eggs in first basket
every cloud has a silver lining
every dog has its day
fool me once shame on you fool me twice shame on me
fortune favors the bold
give a man a fish and you feed him for a day teach a man to fish and you feed him for a lifetime
good things come to those who wait
great minds think alike
haste makes waste
honesty is the best policy
hope for the best and prepare for the worst
if at first you do not succeed try try again
if it is not broke do not fix it
if it is not broken do not fix it
if you can not beat them join them
if you can not stand the heat get out of the kitchen
if you fail to plan you plan to fail
if you want something done right do it yourself
it is always darkest before the dawn
it is better to give than to receive
it is never too late to learn
it is no use crying over spilled milk
it takes a village to raise a child
it takes two to tango
keep your friends close and your enemies closer
knowledge is power
laughter is the best medicine
life is what happens when you are busy making other plans
lightning never strikes twice in the same place
love is blind
many hands make light work
money does not grow on trees
money is the root of all evil
necessity is the mother of invention
no man is an island
no news is good news
no pain no gain
nothing ventured nothing gained
old habits die hard
once bitten twice shy
people who live in glass houses should not throw stones
practice makes perfect
prevention is better than cure
rome was not built in a day
rules are made to be broken
slow and steady wins the race
success has many fathers but failure is an orphan
the apple does not fall far from the tree
the best defense is a good offense
the best things in life are free
the devil is in the details
the early bird catches the worm
the end justifies the means
the grass is always greener on the other side
the pen is mightier than the sword
the proof of the pudding is in the eating
the road to hell is paved with good intentions
the squeaky wheel gets the grease
there are two sides to every story
there is no i in team
there is no place like home
there is no smoke without fire
there is no such thing as a free lunch
there is no time like the present
those who can not remember the past are condemned to repeat it
time flies when you are having fun
time heals all wounds
too many cooks spoil the broth
two heads are better than one
two wrongs do not make a right
what goes around comes around
what does not kill you makes you stronger
when in rome do as the romans do
when it rains it pours
when life gives you lemons make lemonade
when the going gets tough the tough get going
where there is a will there is a way
where there is smoke there is fire
you can lead a horse to water but you can not make it drink
you can not have your cake and eat it too
you can not make an omelet without breaking eggs
you can not please everyone
you can not teach an old dog new tricks
you reap what you sow
you win some you lose some
united we stand divided we fall
with great power comes great responsibility
the rest is history
the show must go on
boys will be boys
easier said than done
enough is enough
first come first served
hindsight is 2020
let us make america great again
make america great again
black lives matter
justice delayed is justice denied
no justice no peace
innocent until proven guilty
everyone is innocent until proven guilty
no one is above the law
nobody is above the law
the law is the law
the truth will come out
the truth will set you free
the facts speak for themselves
the numbers speak for themselves
the sky is the limit
we are all in this together
we will get through this together
we are stronger together
we shall overcome
yes we can
failure is not an option
the customer is always right
less is more
seeing is believing
history repeats itself
the more things change the more they stay the same
do unto others as you would have them do unto you
""".strip().splitlines()
)
