"""What kind of body a name means, by the words of its kind: Ministry, Inc, Front."""

from __future__ import annotations

import re
from enum import Enum


class InstitutionType(Enum):
    """Kinds of bodies that a name can give away."""

    AGENCY = "agency"
    COMPANY = "company"
    IGO = "igo"
    NONSTATE = "nonstate"


_FIRM = re.compile(
    r"\b(?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|PLC|plc|AG|SA|S\.A|SpA|S\.p\.A|GmbH|AB|ASA|Oyj?|NV|BV"
    r"|LLC|LLP|Co|Company"
    r"|Holdings?|Aerospace|Airlines?|Airways|Aircraft|Shipyards?|Shipbuild\w+|Motors?|Petroleum|Electronics"
    r"|Technologies|Industries"
    r"|Nigam|Dynamics|Dockyards?|Engineering|Pharmaceuticals?|Steel|Oil|Refining|Foods|Telecom\w*)\b\.?"
    r"|\b(?:firms?|compan(?:y|ies)|makers?|manufacturers?|carmakers|consorti(?:um|a)|exporters|importers"
    r"|shipyards?|airlines?|banks"
    r"|utilities|contractors?|suppliers?|producers|refiners|traders|shareholders)$"
)
_NONSTATE = re.compile(
    r"\b(?:Liberation (?:Front|Army|Movement|Tigers)|Front for|Resistance|Rebels?|rebels?|militias?|Militia"
    r"|guerrillas?|insurgents?"
    r"|paramilitar\w+|separatists?|Mujahid\w+|Brigades|fighters|warlords?|opposition|growers|farmers|unions?"
    r"|creditors|bondholders"
    r"|investors|tribes?)\b"
)
_IGO = re.compile(
    r"\b(?:Organi[sz]ation (?:of|for)|Association of [\w -]*(?:States|Nations|Countries)|League of"
    r"|Community of [\w -]*States"
    r"|Union of [\w -]*States|Economic Union|Customs Union|Cooperation Council|Development Community|Economic Community"
    r"|Commonwealth of|International (?:[\w-]+ )?Organi[sz]ation|International (?:Agency|Court|Tribunal|Bank)"
    r"|Intergovernmental|(?:Inter-|Pan-)\w+"
    r"|United Nations|Islands Forum|Lakes Commission|River Commission|Free Trade Association)\b"
)
_AGENCY = re.compile(
    r"\b(?:Ministry|Ministries|Department|Dept|Agency|Bureau|Directorate|Office|Authority|Administration|Board"
    r"|Commission(?:er)?|Treasury"
    r"|Secretariat|Parliament|Senate|Congress|Cabinet|Chancellery|Exchequer|Presidency|Embassy|Eximbank"
    r"|Exim Bank|Export-Import Bank"
    r"|Central Bank|(?:People's |Reserve |National |State |Federal )?Bank of|Reserve Bank|National Bank"
    r"|Development Bank|Development Fund"
    r"|Development Cooperation Fund|Development Finance Corporation|Fund for Development|Export Credit"
    r"|Navy|Army|Air Force|Armed Forces|Defence Forces?|Defense Forces?|Marine Corps|Coast Guard|Coastguard"
    r"|National Guard|Military"
    r"|Border Guard|Police|Command|General Staff|Joint Chiefs|Intelligence Service|Customs|Space Agency"
    r"|Procurement|University"
    r"|Supreme Court|(?:General )?Court of (?:Audit|Auditors|Accounts)"
    r"|Revolutionary Guards?|Foreign Office|Home Office|Council of Ministers"
    r"|House of Representatives|Majlis|Diet)\b"
    r"|\b(?:ministry|ministries|department|agency|navy|army|air force|armed forces|military|central bank"
    r"|export bank|coast guard|treasury"
    r"|parliament|cabinet|police|customs service|utility|marines|embassy|armed services)$",
)


def institution_type(words: str) -> InstitutionType | None:
    """The kind of body by its cue words; None if the words hold none.

    Official cues win over those of firms ("Defense Finance Corporation" of a state), organisations of states over both.
    """
    if _IGO.search(words):
        return InstitutionType.IGO
    if _NONSTATE.search(words):
        return InstitutionType.NONSTATE
    if _AGENCY.search(words):
        return InstitutionType.AGENCY
    if _FIRM.search(words):
        return InstitutionType.COMPANY
    return None
