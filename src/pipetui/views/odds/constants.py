"""The few numbers the model does not learn, each with its reason. None was fitted to a period it is tested on."""

HALF_LIFE = 365
"""Days after which what happened counts half: a rep's market of two years ago still says something, but less."""

MEMORY = 4 * HALF_LIFE
"""Days looked back; what is older would count less than a sixteenth."""

BANDS = (0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 66, 78, 91, 105, 120, 140, 165, 195, 230, 270, 320)
"""Ages, in days, at which the daily risk of being won or lost may change. Narrow at first, where most happens."""

OLDEST = 400
"""Days of age told apart; an older deal has the risk of this age."""

TYPICAL_STAY = 21
"""Days a deal is taken to stay in a stage that has no limit of its own, before there is any history."""

TYPICAL_DEALS = 4.0
"""How many made-up, typical deals every stage starts with: what makes the answer a guess, and soon outweighed."""

BAND_PRIOR = 3.0
"""Events of its stage's average that every band of ages starts with, so that an empty band is an average one."""

DEPTH = 15.0
"""Deals that left a stage (or the pipeline) at which its own history counts as much as what it is shrunk towards."""

RHYTHM_PRIOR = 20.0
"""Wins at the average pace that every part of the quarter starts with: a rhythm has to be seen often to be believed."""

ARRIVAL_HALF_LIFE = 90
"""Days after which a deal opened counts half in the rate of new ones: about a quarter of a business is its present."""

LEAST, MOST = 0.0001, 0.98
"""An open deal is never lost already, and never won already."""

FAR = 730
"""Days ahead in which a deal that will be won at all is taken to be won."""

FEW = 20
"""Closed deals under which there is hardly a history: the answer is called a guess, and not looked back on."""
