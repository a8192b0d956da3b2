"""Abbreviations of English news text and the words that open a sentence after one.

A full stop behind an abbreviation may or may not end the sentence. Each set here says what decides:
nothing (the sentence always goes on), the next word (a number, a sentence opener), or the word before.
All entries are lower case and without their last full stop.
"""

from __future__ import annotations

TITLES = frozenset(
    """
    adm admiral amb asst atty brig capt cdr cmdr cmr col comdr cpl dr fr gen gov hon insp lt ltcol maj messrs mr mrs
    ms mx pm pres prof pvte rep reps rev rt sen sens sgt shri sri smt sub supt vice wg cdr flt sqn cmde rear
    """.split()
)
"""Titles and ranks: a name follows, so the sentence goes on."""

NEVER_LAST = frozenset(
    """
    approx avg b.c bl ca cf dept e.g esp est excl ft govt i.e incl int'l intl max min mt mfg natl nat'l op orig pop resp
    sec v viz vs ph ste
    """.split()
)
"""Abbreviations that stand before what they qualify."""

NUMBERED = frozenset("art arts ch cl fig figs no nos para paras p pp pt re rs sect sched tab vol vols ver".split())
"""Abbreviations before a number or a code; otherwise an ordinary word may end the sentence (``He said no.``)."""

CALENDAR = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat".split())
"""Months and weekdays: joined to a number that follows."""

WHOLE = frozenset(["may"])
"""Whole words that the sentence library takes for abbreviations."""

DOUBTFUL = frozenset(
    """
    a.m p.m am pm al ave blvd bn bros bhd co corp cos cr etc inc jr jun l.l.c lakh llc ltd m.d mn mln bln oy ph.d plc
    pte pty pvt rd s.a s.p.a sr st tn trn u.s.a
    """.split()
)
"""Abbreviations that may end a sentence; only a sentence opener behind them says that they do."""

OPENERS = frozenset(
    """
    a after all also although an analysts and another any as at because before both but by critics despite during each
    earlier for from he her here his how however i if in it its last later many meanwhile most my neither nobody not now
    officials on or other others our several shares she since so some such that the their then there these they this
    those though to today two three under until we what when where which while who why with within without yesterday yet
    you your
    """.split()
)
"""Words that, capitalised, open a sentence and hardly ever continue a name."""

REPORTING = frozenset(
    """
    added admitted argued asked asks began called claimed cried declared exclaimed explained noted quipped remarked
    replied responded said says shouted stated told tweeted warned wondered wrote
    """.split()
)
"""Verbs of saying: ``"Will they sign?" Singh asked.`` is one sentence."""
