"""Which wording goes with which status of an agreement or a transfer.

The cues are those of the domain's sources (SIPRI's register, the assistance management manual, the treaty glossary),
widened with how agencies and newspapers put it. ``reached`` is generous and ``clear`` narrow: a status is doubted only
where nothing speaks for it and something speaks for a lower one.
"""

from __future__ import annotations

import re

from summariser.topics.stages import Stages


def _cues(*lists: str) -> re.Pattern[str]:
    """One pattern from lists of wordings; " | " and line ends part them, a wording begins at a word."""
    wordings = [wording.strip() for text in lists for wording in re.split(r" \|(?: |\n)|\n", text)]
    return re.compile(rf"\b(?:{'|'.join(filter(None, wordings))})", re.IGNORECASE)


_NAMES = r"(?:put|puts|putting|set) (?:\w+ ){1,3}(?:names?|pens?|signatures?|initials)"
_NO = r"no\b | not\b | never\b | none\b | nobody\b | nothing\b | neither\b | without\b"
_ENDED = r"""
    cancel | scrap | rescind | withdr[ae]w | torn up | tore up | called off | dropp | abandon | ended\b |
    end(?:s|ing)? (?:of|to)\b | terminat | laps | expir | ran out | run out | denounc | repeal | annul | struck down |
    void | dead\b | died\b | (?:put|shut|thrown) out of\b | collaps | axed | ditch | pulled out | quit\b | left\b |
    revok | supersed | replac | took (?:its|the) place | takes (?:its|the) place | lost\b | broke | over\b | unwound
"""
_REFUSED = (
    r"""
    reject | refus | turned (?:\w+ )?down | turning down | declin | said no | den(?:y|ied|ies) | block | veto |
    vot(?:e|ed) (?:\w+ ){0,4}against | voted down | ruled out | rebuff | spurn | lost\b | unwilling | fail | collaps |
    defeat | passed over | ran into\b | turned away | likelier winner | prevent\w* | forb\w+ | barred\b |
    closed by\b | fell through | discontinued\b | held\b | pulled back | instead\b | out of\b
"""
    + _NO
)
_PAUSED = r"""
    suspend | on hold | froze | halt | paus | stall | abeyance | held up | held back | on ice | embargo | stopp |
    shelv | interrupt | block | withh[eo]ld | remain | in limbo | postpon | delay | gathering dust | pulled back |
    held\b | sitting\b | asleep\b | not be renewed
"""
_DEAL_CLEAR = {
    "offered": _cues(r"""
        (?<!letter of )(?<!letters of )offer(?:s|ed|ing)?\b | pav(?:e|es|ed|ing) the way |
        willing to (?:sell|supply|provide) | ready to (?:sell|supply|provide) | prepared to (?:sell|supply|give)
    """),
    "requested": _cues(r"""
        request(?:s|ed|ing)?\b | asked (?:for|the|to buy)\b | ha(?:s|ve|d) asked\b | (?:inquired|enquired)\b |
        wrote to\b | waiting for a reply | made no such request | asking (?:for|whether)\b | prospective purchaser
    """),
    "planned": _cues(r"""
        plan(?:s|ned|ning)? to\b | planned\b |
        would (?:sell|buy|provide|supply|like|deliver|give|send|acquire|transfer)\b |
        (?:wants?|intends?|hopes?|aims?|wishes) to (?:buy|sell|acquire|procure|get|order|provide|supply|purchase)\b |
        (?:is|are) (?:also )?expected to (?:buy|sell|acquire|procure|get|order|complete|provide|supply|purchase)\b |
        will (?:buy|sell|acquire|procure|order|purchase)\b | considering (?:buying|the purchase) |
        under consideration | planned transfer | draft (?:\w+ )?budget | mooted\b | initiated a move |
        has shown an interest | money has been set aside | not funded | has been set aside | plans to procure |
        would be provided\b | longer list\b
    """),
    "negotiating": _cues(r"""
        negotiat | in talks\b | talks\b | tender | shortlist | bids?\b | bidd | haggl | discussing | evaluat |
        contenders?\b | competition\b | competitors\b | being discussed\b | (?:is|are|been|still|keeps) talking\b |
        talks to\b | narrowed (?:down|to)\b | stud(?:y|ying) proposals | no contract\b | hopes to close\b |
        offers are in\b | lodged (?:\w+ )?bids
    """),
    "agreed": _cues(r"""
        letters? of intent | provisional(?:ly)? agree | agree(?:d|s)? in principle | selected\b | preferred bidder |
        agreed to (?:buy|sell|supply|purchase)\b | memorand(?:um|a) of understanding | statement of intent |
        framework (?:agreement|agreed) | ha(?:s|ve) chosen\b | chose\b | picked\b | settled on\b | terms are agreed |
        agreed between\b | the choice\b | will take the\b | wants? about\b | decided (?:\w+ ){0,2}to (?:get|buy)\b
    """),
    "approved": _cues(r"""
        possible (?:foreign military )?sale | possible FMS | notified (?:the )?(?:U\.?S\.? )?(?:Congress|lawmakers) |
        cleared the sale | approved\b | approving\b | approval\b | authori[sz]ed\b | notifies (?:lawmakers|Congress) |
        Congress (?:was )?notified | told Congress | estimated (?:cost|price|total) | delivered to Congress |
        assistance package | announced an additional | gave leave\b | said yes\b | it will pay for\b |
        how it will use\b | invoked an emergency | set aside for\b | is giving\b | disapproval resolutions
    """),
    "contracted": _cues(r"""
        (?:is|are|was|were) (?:due|expected)\b |
        (?:is|are) to (?:arrive|be (?:delivered|handed|assembled|built|completed)|begin|take place|land|follow|end)\b |
        (?:will|should|would) (?:arrive|be delivered|be handed|land|follow|come first|come)\b |
        not (?:yet )?(?:been )?(?:delivered|arrived) | none (?:of these )?has\b | still to be delivered |
        still not arrived | not a \w+ has shipped | being built\b | awarded\b | booked\b | backlog\b |
        contract (?:\w+ ){0,6}signed\b | signed (?:\w+ ){0,3}(?:letters? of offer|LOA) | orders? for\b |
        contracted\b | expects (?:its|the|their)\b | running late\b | on order\b | under contract\b |
        signed (?:a|the|an) (?:\w+ ){0,3}(?:contract|order)\b | ordered\b
    """),
    "delivering": _cues(r"""
        deliveries (?:are|were|began|have) | (?:were|was|been|first) delivered\b | arrived\b | handed over\b |
        took delivery | taken delivery | received\b
    """),
    "delivered": _cues(r"""
        (?:were|was|been|has|have) delivered\b | delivered\b | handed over\b
    """),
    "in_service": _cues(r"""
        (?:also |air force |which |it |navy |police |army )(?:flies|fly|fields|operates|uses)\b |
        has been (?:using|flying)\b | existing fleet | [A-Z]\w+ fields\b | is user of\b | one in three flies |
        in use\b | in service\b | operates?\b |
        (?:already |currently |still )(?:uses?|flies|fields|operates?|flying|using)\b | platforms in use
    """),
}

_DELIVERED = r"""
    delivered\b | deliver(?:s|ing)\b | deliver(?:y|ies) (?:of|began|started|under|is|are|has|have)\b |
    arriv(?:ed|al|als|ing|es)\b | hand(?:ed|ing|s)? (?:\w+ ){0,3}over | handover | handed (?:\w+ ){0,3}to\b |
    receiv(?:ed|es|ing)\b | reached\b | landed\b | took delivery | taken delivery | tak(?:es?|ing) delivery |
    shipped\b | shipment | transferred\b | supplied\b | suppl(?:y|ying)\b | gave\b(?! leave) | given (?!as\b) |
    sent (?!for\b|in\b) | donated\b | provided\b | got\b | come\b | came (?:in|from|home|down|with|ashore)\b |
    are here\b | sold\b | under way\b | underway\b | flown\b | flew\b | berthed | docked | rolled\b | commissioned |
    presented\b | joined\b | entered service | completed\b | complete\b | accepted\b | lent\b | loaned\b | leased\b |
    purchased\b | acquired\b | tied up\b | unload\w+ | crossed\b | turned over | passed (?:\w+ ){1,3}to\b | bought\b |
    installed\b | touched down | (?:is|are|were) (?:now )?(?:at|in|flying) (?-i:[A-Z]) | fl(?:y|ies|ying)\b |
    builds\b | buil(?:t|ding) at\b | being built at\b | dlvd\b | took\b | went (?:to|into)\b | ran from\b |
    has had\b | in the country | stands? in\b | has(?: all of)? them\b | came as\b | moored\b | started work |
    ha(?:s|ve|d) (?:now )?(?:all|both)\b | fired\b | ha(?:s|ve) begun | carries\b | last of\b |
    fall(?:s|en)? to\b | exports (?:of|to)\b | for now\b
"""
_CONTRACTED = (
    r"""
    signed\b(?! (?:\w+ ){0,4}(?:letters? of intent|memorand|statement of intent|framework)) | signs\b | signing\b |
    signature\b | inked\b | contract(?:s|ed|ing)?\b | order(?:s|ed|ing)?\b | booked\b | bought\b | buys\b | buying\b |
    purchased\b | sold\b | sells\b | selling\b | acquired\b | procured\b | award(?:ed|s)?\b | deal\b |
    letters? of (?:offer|acceptance) | LOAs?\b | paid\b | paying\b | won\b | wins\b | leas(?:ed|ing|e)\b | got\b |
    being built | backlog | exercised\b | firmed\b | sealed\b | clinched\b | concluded\b | for the government of\b |
    licen[cs]e
"""
    + _NAMES
)
_DEAL_REACHED = {
    "offered": _cues(r"""
        \w
    """),
    "requested": _cues(r"""
        \w
    """),
    "planned": _cues(
        r"""
        plan | would\b | will\b | expect | intend | intention | wants?\b | wanted\b | hop(?:es?|ed|ing)\b |
        to (?:buy|get|procure|acquire|sell|be)\b | considering\b | foresee | foresaw | propos | budget | earmark |
        aims?\b | may\b | could\b | interest | study | looking (?:at|for)\b | is to\b | are to\b | was to\b |
        were to\b | denied\b | must\b | longer list | not funded | said (?:\w+ ){0,3}to\b
    """,
        _NO,
    ),
    "negotiating": _cues(r"""
        negotiat | talk | tender | shortlist | bid | compet | contend | evaluat | discuss | haggl | offers?\b |
        propos | stud(?:y|ies|ied|ying)\b | narrow | contest | choose | choice | decision | decid | consider |
        looking at\b | price | trial | convers | weigh | review | candidate
    """),
    "agreed": _cues(r"""
        agree | letters? of intent | select | chos | choice\b | pick | accept | settled\b | decid | commit | promis |
        pledg | terms\b | memorand | understanding | framework | prefer | in principle | signed\b | foresee |
        shook hands | take(?:s|n)?\b | took\b | deal\b | winner | won\b | go-ahead | named\b | opt(?:ed|s)\b |
        went for\b | going for\b | yes\b | will get\b
    """),
    "approved": _cues(r"""
        approv | notif | clear | authori | licen[cs] | possible\b | consent | permi | said yes | green light |
        go-ahead | gave leave | announc | pledg | promis | commit | package | drawdown | assistance | aid\b |
        allocat | set aside | estimated | waiv | blessing | certif | determination |
        will (?:\w+ )?(?:give|send|pay|provide|donate|supply|get|receive) | giv(?:e|es|ing|en)\b | gift | grant |
        goes to\b | go to\b | donat | emergency | told Congress | Congress\b | official\b | passed\b | endorse |
        allow | agreed\b | let\b | nod | transmittal | fund | sanction | prospective
    """),
    "contracted": _cues(_CONTRACTED),
    "delivering": _cues(_DELIVERED),
    "delivered": _cues(_DELIVERED),
    "in_service": _cues(r"""
        use[srd]?\b | using\b | in service\b | operat(?:e|es|ed|ing|ional|or)\b | fl(?:y|ies|ying|ew|own)\b |
        field(?:s|ed)\b | ha(?:s|ve|d)\b(?! (?:been |also |now |again |already |since )?(?:\w+ed|sought|put)\b) |
        owns?\b | exist\w* | fleets?\b | inventor\w+ | equip\w* | retir\w+ | replac\w+ | driv\w+ | sail\w* |
        serv(?:e|es|ed|ice)\b | rel(?:y|ies)\b | present(?:ly)?\b | current(?:ly)?\b | old(?:er)?\b | age?ing\b |
        stocks?\b | arsenal | already\b | supplied\b | built\b | -made\b | one of\b | of which\b |
        (?:is|are) (?:a|an|the|in|at|of|one|used|flown|being retired)\b | its\b | their\b | our\b | acquired\b |
        origin\b | gave\b | bought\b | include\w* | still\b | now\b | remains?\b | crashed\b | in hand\b | runs\b |
        stays?\b | at (?-i:[A-Z]) | moderni[sz]e\w* | upgrad\w+
    """),
    "suspended": _cues(_PAUSED),
    "cancelled": _cues(_ENDED, _REFUSED),
    "rejected": _cues(_REFUSED, _ENDED),
}

_TO_COME = (
    r"\b(?:contract|deal|order|agreement|accord|treaty|pact|text|signature|signing|deliver(?:y|ies))s?"
    r"(?= (?:\w+ ){0,3}"
    r"(?:to be signed|ha(?:s|ve) yet|is (?:due|expected|wanted)|was wanted|(?:would|could|will) be signed"
    r"|being (?:negotiated|drafted)|next|in the autumn)\b)"
)
_DEAL_NAMED = {
    "agreed": _cues(r"""
        agree(?:d|s)?\b | letters? of intent | select(?:ed|s)?\b | choose\b | chosen\b
    """),
    "approved": _cues(r"""
        approv\w+ | notif\w+ | authori\w+ | clear(?:ed)?\b
    """),
    "contracted": _cues(r"""
        sign\b(?! of\b) | sign(?:s|ed|ing)\b | order(?:s|ed|ing)?\b | buy(?:ing)?\b | bought\b | purchas(?:e|ed|ing)\b |
        procure[ds]?\b | acquire[ds]?\b | contract(?:s|ed)?\b
    """),
    "delivering": _cues(r"""
        deliver\w*\b | receiv\w+ | arriv\w+ | hand(?:ed|ing|s)? (?:\w+ ){0,3}over | handover | take delivery |
        taken delivery | ship(?:ped)?\b | transfer(?:red)?\b | suppl(?:y|ied)\b
    """),
}
_DEAL_NAMED["delivered"] = _DEAL_NAMED["delivering"]

DEAL_STAGES = Stages(
    order={
        "offered": 0,
        "requested": 0,
        "planned": 1,
        "negotiating": 2,
        "agreed": 3,
        "approved": 4,
        "contracted": 5,
        "delivering": 6,
        "delivered": 6,
    },
    reached=_DEAL_REACHED,
    clear=_DEAL_CLEAR,
    excludes={
        "in_service": ("offered", "requested", "planned", "negotiating", "agreed", "approved", "contracted"),
        "suspended": tuple(_DEAL_CLEAR),
        "cancelled": tuple(_DEAL_CLEAR),
        "rejected": tuple(_DEAL_CLEAR),
    },
    ahead=("offered", "requested", "planned", "negotiating", "in_service", "suspended", "cancelled", "rejected"),
    to_come=_TO_COME,
    named=_DEAL_NAMED,
)
"""Stages of a transfer. What is merely in use was not sold by the sentence that says so."""

_PACT_CLEAR = {
    "proposed": _cues(r"""
        propos(?:e|es|ed|al|als|ing)\b | called for (?:a|an|the)\b | suggested (?:a|an)\b | hopes to be let\b |
        plan(?:s|ned|ning)? (?:a|an|the)\b |
        sounded out\b
    """),
    "under_negotiation": _cues(r"""
        negotiations?\b | negotiating\b | (?:in |launch |open |price )?talks\b | (?:being |been )?drafted\b |
        draft (?:\w+ )?(?:agreement|treaty|text|accord) | working (?:toward|on)\b | at work\b | consultations\b |
        under discussion\b | (?:is|are|been) (?:discussing|haggling|talking)\b |
        being (?:written|drafted|negotiated)\b | was to be followed\b | expect(?:s|ed)? to (?:be )?sign |
        (?:to|will|would|could|may|should) be signed\b | will sign\b | yet to be signed |
        not (?:yet )?(?:been )?signed | never signed | hopes? to (?:finish|sign|conclude)\b |
        (?:is|was) due to be signed | before signature | signature is due
    """),
    "announced": _cues(r"""
        announced (?:a|an|the)\b
    """),
    "agreed_in_principle": _cues(r"""
        initialled\b | initialed\b | in principle\b | reached (?:a|an|the) (?:framework|understanding|outline) |
        agreed (?:on )?(?:a|an|the) (?:framework|text|outline) | settled the text | closed talks | wrapped up\b |
        agreed to launch\b
    """),
    "signed": _cues(r"""
        signed\b | inked\b | put (?:\w+ ){1,3}(?:names?|pens?|signatures?) to\b | signing ceremony
    """),
    "ratified": _cues(r"""
        ratified\b | instruments of ratification | ratification papers
    """),
    "in_force": _cues(r"""
        (?:in|into) (?:force|effect)\b | took (?:force|effect)\b | entered into force | entry into force |
        remains in force | became law\b | in place\b
    """),
    "extended": _cues(r"""
        renewed\b | prolonged\b | extended\b
    """),
}

_PUT_OFF = r"(?! (?:\w+ ){0,6}(?:is|was|were|been) (?:postponed|delayed|put off|called off|cancell?ed)\b)"
_SIGNED = rf"""
    sign(?:ed|s|ings|atory|atories)\b | sign(?:ing|atures?)\b{_PUT_OFF} | unsign | inked\b |
    concluded?\b | concluding\b | penned\b | clinched\b | finali[sz]ed\b |
    enter(?:ed|s|ing) into\b | executed\b | sealed\b | swapped\b |
    put(?:s|ting)? (?:\w+ ){{1,4}}(?:names?|pens?|signatures?)\b | pens?\b | names? to\b | struck\b |
    treat(?:y|ies) of\b | of (?:\d\d? )?(?:[A-Z]\w+ )?(?:19|20)\d\d\b | ceremony\b | exchanged\b |
    memorand\w+ (?:\w+ ){{0,2}}followed | dates? (?:from|back)\b | goes back to\b | by letter of intent |
    memorandum of intent in\b | accepted\b | both accepted | joined\b
"""
_OPERATING = r"""
    (?:in|into|took|takes) (?:\w+ )?(?:force|effect)\b | in place\b | operati(?:ve|onal|ng|on)\b | remains?\b |
    since\b | under (?:a|an|the|its|their|our|this|that|last|which|it)\b | govern(?:s|ed)\b | binds?\b | binding\b |
    bound\b | hold(?:s|ing)?\b | held\b | runs?\b | running\b | law\b | existing\b | current\b | present\b |
    ha(?:s|ve) had\b | obligations?\b | provisional(?:ly)? appli | appl(?:y|ies|ied)\b | expires?\b | keeps?\b |
    kept\b | already\b | stands?\b | disburs\w+ | drawn\b | instal\w+ | began (?:at|on)\b | opened\b | effective\b |
    active\b | lived\b | observ\w+ | honou?r\w* | implement\w+ | fell silent | rest(?:s|ed)? on\b | owe[sd]?\b |
    used?\b | breach\w* | violat\w+ | alongside\b | swap\b
"""
_PACT_REACHED = {
    "proposed": _cues(r"""
        \w
    """),
    "under_negotiation": _cues(r"""
        \w
    """),
    "announced": _cues(r"""
        announc\w+ | launch\w* | unveil\w* | declar\w+ | publish\w* | public\b | reveal\w* | agreed\b | adopt\w* |
        endors\w+ | set (?:out|up)\b | put out\b | issued\b | promis\w+ | claim\w* | settled\b | entered into\b
    """),
    "agreed_in_principle": _cues(r"""
        agreed\b | agreement with\b | initial | in principle\b | reach | settle | conclu | closed\b | finish |
        complet | wrapped up | accept | terms\b | finali[sz] | done\b | struck\b | declar
    """),
    "signed": _cues(_SIGNED),
    "approved": _cues(r"""
        approv\w+ | pass(?:ed|es)?\b | vot(?:e|ed|es)\b | endors\w+ | ratif\w+ | consent\w* | clear\w* | adopt\w* |
        backed\b | green light | nod\b | authori\w+
    """),
    "ratified": _cues(r"""
        ratif\w+ | approv\w+ | instruments?\b | vot(?:e|ed)\b | swapped\b | deposit(?:s|ed)?\b | acce(?:ded|ssion)
    """),
    "in_force": _cues(_OPERATING),
    "extended": _cues(r"""
        exten(?:d|ds|ded|ding|sion)\b | renew\w* | prolong\w* | amend\w* | stretch\w* | another\b | kept\b |
        rolled over | rais\w+ | enlarg\w+ | increase\w* | longer\b | revis\w+ | updat\w+
    """),
    "suspended": _cues(
        r"""
        ceased\b
    """,
        _PAUSED,
        _ENDED,
    ),
    "terminated": _cues(_ENDED, _REFUSED),
    "rejected": _cues(_REFUSED, _ENDED),
}

_PACT_NAMED = {
    "agreed_in_principle": _cues(r"""
        agree(?:d|s)?\b | initial\w* | reach(?:ed|es)? (?:a|an|the|any)\b | settle[ds]?\b
    """),
    "signed": _cues(r"""
        sign\b(?! of\b) | sign(?:s|ed|ings?)\b | signature\b | ink(?:ed)?\b | conclude[ds]?\b | enter into\b
    """),
    "approved": _cues(r"""
        approv\w+ | endors\w+
    """),
    "ratified": _cues(r"""
        ratif\w+
    """),
    "in_force": _cues(r"""
        (?:in|into|take|takes|taken) (?:force|effect)\b | become law\b
    """),
    "extended": _cues(r"""
        exten(?:d|ds|ded|ding|sion)\b | renew\w* | prolong\w*
    """),
}

AGREEMENT_STAGES = Stages(
    order={
        "proposed": 0,
        "under_negotiation": 1,
        "announced": 2,
        "agreed_in_principle": 2,
        "signed": 3,
        "approved": 3,
        "ratified": 4,
        "in_force": 5,
        "extended": 5,
    },
    reached=_PACT_REACHED,
    clear=_PACT_CLEAR,
    excludes={
        "in_force": ("proposed", "under_negotiation", "announced", "agreed_in_principle"),
        "extended": ("proposed", "under_negotiation", "announced", "agreed_in_principle"),
        "suspended": ("proposed", "announced", "signed", "ratified", "in_force"),
        "terminated": ("proposed", "announced", "signed", "ratified", "in_force"),
        "rejected": ("announced", "signed", "ratified", "in_force", "extended"),
    },
    ahead=("proposed", "under_negotiation", "suspended", "terminated", "rejected"),
    to_come=_TO_COME,
    named=_PACT_NAMED,
)
"""Stages of an agreement; ``unknown`` is never doubted."""

DATE_CUES = {
    "contracted": _cues(_CONTRACTED, "agree | chose\\b | picked\\b | select"),
    "expected_signing": _cues(
        "sign | ink | initial | conclu | clinch | seal | final | agree | reach | complet | deal\\b | wrap", _NAMES
    ),
    "effective": _cues(r"""
        force\b | effect | enter | start | begin | beg[au]n\b | appl | operat | valid | since\b | from\b | as of\b |
        implement | binding | hold | kick | launch | live\b | law\b
    """),
}
"""What an English sentence says at least that tells a day of these roles; of the others any wording will do."""
