"""Which wording goes with which status and effect of a sanction, and what a number beside a listing counts.

``reached`` is generous and ``clear`` narrow: a status is doubted only where nothing speaks for it and something speaks
for another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from summariser.topics.stages import Stages
from summariser.values.typography import fold

LONGEST = 4_000
"""Characters of a sentence that are looked at."""


def _cues(text: str) -> re.Pattern[str]:
    """One pattern from a list of wordings, parted by bars with white space; a wording begins at a word."""
    wordings = [re.sub(r"\n\s*", "", wording.strip()) for wording in re.split(r"\s\|\s", text)]
    return re.compile(rf"\b(?:{'|'.join(filter(None, wordings))})", re.IGNORECASE)


_CLEAR = {
    "threatened": _cues(r"""
        threat(?:s|ens?|ened|ening)?\b | warn(?:s|ed|ing)? (?:that|of)\b | (?:could|would|may|might) face\b |
        will be hit\b | risk(?:s|ed|ing)? (?:\w+ )?sanctions | unless\b | ready to (?:impose|sanction) |
        on the table\b
    """),
    "proposed": _cues(r"""
        propos(?:e|es|ed|al|als|ing)\b | draft(?:s|ed|ing)?\b |
        (?:is|are|was|were) (?:considering|weighing|mulling) | plan(?:s|ned|ning)? to\b | calls? for\b |
        called for\b | floated\b | tabled\b | would (?:ban|bar|add|list)\b |
        (?:wants?|wanted|asks?|asked|urged) (?:\w+ ){0,4}(?:to (?:ban|bar|add|list|sanction|impose|include)
        |be added)\b
    """),
    "imposed": _cues(r"""
        imposed\b | blacklisted\b | designated\b | (?:added|put on|placed on) (?:\w+ ){0,4}lists?\b |
        (?:came|entered|went|go(?:es)?|enters?) into (?:force|effect)\b | took effect\b
    """),
    "extended": _cues(r"""
        extended\b | prolonged\b | renewed\b | rolled over\b
    """),
    "lifting_proposed": _cues(r"""
        (?:will|would|could|may|might|should|shall|to|for|of|wants?) (?:be )?(?:\w+ )?
        (?:lift|eas|remov|delist|end|repeal)(?:e|ed|ing|al)?\b | be (?:wound up|lifted|removed|ended)\b |
        ask(?:s|ed)? (?:\w+ ){0,3}to reverse\b
    """),
    "suspended": _cues(r"""
        suspended\b | paused\b | put on hold\b
    """),
    "eased": _cues(r"""
        eased\b | exempted\b | waived\b
    """),
    "lifted": _cues(r"""
        lifted\b | delisted\b | (?:removed|struck|taken) (?:\w+ ){0,6}(?:from|off) (?:\w+ ){0,4}lists?\b |
        repealed\b | revoked\b | expired\b | lapsed\b
    """),
    "annulled": _cues(r"""
        annulled\b | struck down\b | quashed\b
    """),
    "rejected": _cues(r"""
        vetoed\b | voted down\b | rejected\b | chose not to\b | will not do it\b | left out\b
    """),
}

_ANY = r"\w"
_REACHED = {
    "threatened": _cues(_ANY),
    "proposed": _cues(_ANY),
    "imposed": _cues(r"""
        impos(?:es|ed|ing|ition)\b | reimpos\w+ | sanctioned\b | adopt\w* | decid\w+ | agreed\b | approv\w+ |
        announc\w+ | list(?:ed|s|ing|ings)\b | blacklist\w* | add(?:ed|s|ing)\b | additions?\b | designat\w+ |
        ban(?:ned|s|ning)?\b | barr(?:ed|ing)\b | bars\b | forb\w+ | prohibit\w* | outlaw\w* | froz\w+ |
        freez\w+ | block(?:ed|s|ing)\b | restrict\w* | embargo\w* | hit\b | slapp?(?:s|ed)\b |
        target(?:ed|s|ing)\b | placed\b | put\b | (?:in|into) (?:force|effect|place)\b | effective\b |
        took effect | under (?:\w+ ){0,3}(?:sanctions|embargo|licen[cs]ing|asset freeze)\b | since\b |
        remains?\b | stays?\b | still\b | appl(?:y|ies|ied)\b | requir\w+ | need(?:s|ed)?\b | introduc\w+ |
        tighten\w* | lower(?:s|ed)\b | falls?\b | capp?ed\b | cut(?:s|ting)? off\b | closed\b |
        may (?:not|no longer)\b | no longer\b | lose\b | lapse\b | revoked\b | halted\b | named\b | restor\w+ |
        snap\w* | issued\b | publish\w+ | became law\b | \w+ as law\b | will have to\b |
        suspended (?:\w+ ){0,4}(?:trade|licen[cs]es|exports|imports)\b | took (?:\w+ ){0,3}over\b |
        immobilised\b | own ban\b | told (?:\w+ ){1,5}that\b | dropped from\b | removed (?:\w+ ){1,3}from\b |
        stands?\b | cap of\b | runs? to\b | curbs\b
    """),
    "extended": _cues(r"""
        exten(?:d|ds|ded|ding|sion)\b | prolong\w* | renew\w* | roll(?:ed|ing|s)? over | rollover | another\b |
        longer\b | until\b | kept\b | keep(?:s|ing)?\b | further\b | continu\w+ | remain\w*
    """),
    "lifting_proposed": _cues(_ANY),
    "eased": _cues(r"""
        eas(?:e|es|ed|ing)\b | licen[cs]\w+ | permits?\b | exempt\w* | waiv\w+ | excep\w+ | carve\w* |
        allow\w* | permit\w* | authori\w+ | relax\w* | loosen\w* | relief\b | narrow\w* | free[ds]?\b |
        unfr\w+ | releas\w+ | partial\w*
    """),
    "suspended": _cues(r"""
        suspen\w+ | paus\w+ | on hold\b | delay\w* | postpon\w+ | defer\w* | halt\w* | waiv\w+ | put off\b |
        stayed\b
    """),
    "lifted": _cues(r"""
        lift\w* | delist\w* | remov\w+ | struck\b | taken off\b | took (?:\w+ ){0,4}off\b | repeal\w* |
        revok\w+ | revoc\w+ | expir\w* | laps\w+ | end(?:s|ed|ing)?\b | terminat\w* | scrap\w* |
        drop(?:s|ped)?\b | ran out\b | withdr[ae]w\w* | free[ds]?\b | deletion\b | deleted\b | dissol\w+ |
        cancel\w* | put (?:\w+ ){1,3}back\b | restored\b | until\b | unfr\w+
    """),
    "annulled": _cues(r"""
        annul\w* | struck down\b | void\w* | overturn\w* | quash\w* | court\b | judges?\b | ruled\b | ruling\b |
        set aside\b
    """),
    "rejected": _cues(r"""
        reject\w* | veto\w* | vot(?:e|ed|es)\b | fail\w* | fell\b | oppos\w+ | defeat\w* | refus\w+ | shelv\w+ |
        no (?:majority|agreement)\b | (?:did|would|will|could|chose) not\b | dead\b | gave up\b | abandon\w* |
        declin\w+ | rul(?:ed|es) out\b | short of\b | left out\b | spare[ds]?\b | withdrawn\b
    """),
}
_TO_COME = (
    r"\b(?:propos(?:es|ed|als?)|asks?|asked|calls? for|called for|urg(?:es|ed)|wants?|threat(?:ens?|ened)|bills?"
    r"|drafts?|letter|talks? of|persuaded)\b[^.;]{0,120}"
)
"""What follows a proposal, a request or a threat has not happened."""
_OTHERS = ("threatened", "proposed", "imposed", "extended")

SANCTION_STAGES = Stages(
    order={"threatened": 0, "proposed": 0, "imposed": 1, "extended": 1},
    reached=_REACHED,
    clear=_CLEAR,
    excludes={
        "lifting_proposed": (*_OTHERS, "lifted"),
        "eased": (*_OTHERS, "lifted"),
        "suspended": (*_OTHERS, "lifted", "lifting_proposed"),
        "lifted": (*_OTHERS, "suspended", "eased", "lifting_proposed"),
        "annulled": (*_OTHERS, "lifted", "suspended"),
        "rejected": ("imposed", "extended", "lifted", "suspended"),
    },
    ahead=("threatened", "proposed", "lifting_proposed", "rejected"),
    to_come=_TO_COME,
)
"""Stages of a sanction. Its end has several forms, and a promise of it is none of them."""

_WORDING = {
    "asset_freeze": _cues(r"""
        fr(?:ee|o)z\w* | block(?:ed|s|ing)\b | (?:property|assets?|accounts?|funds)\b
    """),
    "travel_ban": _cues(r"""
        travel\w* | visas?\b | ent(?:ry|er|ering)\b | admi(?:t|ssion)\w* | set foot\b | cross\w* | inadmissible
    """),
    "transaction_ban": _cues(r"""
        transact\w* | deal(?:s|ing|ings)?\b | bought\b | leased\b | served\b | business\b | banks?\b |
        banking\b | payments?\b | SWIFT\b | invest\w* | services?\b | financ\w+ | funds?\b | lend\w* |
        loans?\b | insur\w+ | market\w* | trad(?:e|es|ing)\b | contracts?\b | supply\w* | buy\w* | dollar\w*
    """),
    "export_ban": _cues(r"""
        export\w* | s(?:ell|old|ale|ales|elling)\b | suppl\w+ | ship\w* | technolog\w+ | goods\b | components?\b
    """),
    "import_ban": _cues(r"""
        import\w* | purchas\w+ | buy\w* | bought\b
    """),
    "licence_requirement": _cues(r"""
        licen[cs]\w+ | permits?\b | permission\b | approval\b | Entity List | export control\w* | authori[sz]\w+
    """),
    "price_cap": _cues(r"""
        price | cap\b | capped\b | ceiling\b
    """),
    "arms_embargo": _cues(r"""
        arms\b | weapon\w* | military\b | embargo\w*
    """),
    "transport_ban": _cues(r"""
        ports?\b | dock\w* | call\b | airspace\b | land(?:ing)?\b | overfl\w+ | vessels?\b | ships?\b |
        shipping\b | sail\w* | tankers?\b | moor\w* | bunker\w*
    """),
    "secondary_sanctions": _cues(r"""
        secondary\b | third(?: |-)countr\w+ | foreign\b | anyone\b | whoever\b | those who\b | dealing\b |
        correspondent\b
    """),
}

_NOUNS = {
    "person": r"individuals|people|persons?|men|women|officials?|officers?|oligarchs|politicians|ministers?|judges"
    r"|nationals|citizens|commanders|leaders|businessmen|generals|lawmakers|prosecutors|propagandists|settlers",
    "entity": r"entities|companies|company|firms?|banks?|organi[sz]ations?|refiner(?:s|ies|y)|groups?|institutions?"
    r"|traders|businesses|ministries|units|shipyards|universities|subsidiaries|bodies|exchanges|suppliers|laboratories",
    "vessel": r"vessels?|ships?|tankers?|boats?|hulls?|carriers?|freighters?",
}
_NOUN = re.compile("|".join(rf"\b(?P<{kind}>{nouns})\b" for kind, nouns in _NOUNS.items()), re.IGNORECASE)
_REACH = 60
_PARTED = re.compile(r"\d|\b(?:and|or|plus|of|at|in|on|by|from|with|who|which)\b|[;.]")


def has_wording(sentences: Iterable[str], effect: str) -> bool:
    """Whether one of the sentences speaks of an effect; one without cues is spoken of by any."""
    cue = _WORDING.get(effect)
    return cue is None or any(cue.search(fold(sentence[:LONGEST])) for sentence in sentences)


def counts_another(sentences: Iterable[str], count: str, who: str) -> str | None:
    """Why a count is not that of the persons, entities or vessels meant; None where it is, or where it stays open.

    The noun behind the number decides: in "listed 27 individuals and 45 vessels" there are no 27 vessels.

    Args:
        sentences: The sentences cited.
        count: The words of the number.
        who: Kind of the listed; ``mixed`` counts any.
    """
    if who not in _NOUNS:
        return None
    number = re.compile(rf"(?<![\w.,]){re.escape(fold(count))}(?![\w%]|[.,]\d)", re.IGNORECASE)
    reason = None
    for sentence in sentences:
        text = fold(sentence[:LONGEST])
        for match in number.finditer(text):
            noun = _NOUN.search(match.group()) or _NOUN.search(text[match.end() : match.end() + _REACH])
            if noun is None or noun.lastgroup == who or _PARTED.search(text[match.end() :][: noun.start()]):
                return None
            reason = reason or f'"{match.group()}" counts {noun.group()}'
    return reason
