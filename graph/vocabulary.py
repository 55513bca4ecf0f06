"""The words that records may use, as REST values. Labels stand in ``dashboards/texts``."""

from enum import StrEnum
from typing import NewType

NetworkId = NewType("NetworkId", str)
ActorId = NewType("ActorId", str)
UserId = NewType("UserId", str)


class Noun(StrEnum):
    """Kinds of record that belong to a network; the value names rooms, queries and files."""

    PARTNER = "partner"
    CONTACT = "contact"
    POSITION = "position"
    TIE = "tie"
    INTERACTION = "interaction"
    NOTE = "note"
    TIE_TYPE = "tie_type"
    INTRODUCTION = "introduction"
    CONFLICT = "conflict"


class ActorKind(StrEnum):
    """A node is a person or an organisation."""

    CONTACT = "contact"
    PARTNER = "partner"


class Sector(StrEnum):
    """Part of society that an organisation belongs to."""

    GOVERNMENT = "government"
    BUSINESS = "business"
    CIVIL_SOCIETY = "civil_society"
    ACADEMIA = "academia"
    DONOR = "donor"
    MEDIA = "media"
    COMMUNITY = "community"
    OTHER = "other"


class Level(StrEnum):
    """Level of government or reach at which an organisation works."""

    NATIONAL = "national"
    NATIONAL_OFFICE = "national_office"
    PROVINCE = "province"
    DISTRICT = "district"
    SUB_DISTRICT = "sub_district"
    VILLAGE = "village"
    INTERNATIONAL = "international"


class PartnerKind(StrEnum):
    """What a partner is: an organisation, a part of one, or a body people sit on together."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    BODY = "body"


class PositionType(StrEnum):
    """How a person belongs to a partner."""

    WORKS_FOR = "works_for"
    LEADS = "leads"
    REPRESENTS = "represents"
    MEMBER_OF = "member_of"
    CHAIRS = "chairs"
    SECONDED_TO = "seconded_to"


class Capacity(StrEnum):
    """In which capacity a position is held: definitive or one of four kinds of acting."""

    DEFINITIVE = "definitive"
    PJ = "pj"
    PLT = "plt"
    PLH = "plh"
    PJS = "pjs"


class Traversal(StrEnum):
    """Along which direction of a tie an introduction can travel."""

    NONE = "none"
    FORWARD = "forward"
    BOTH = "both"


class InteractionKind(StrEnum):
    """What happened between people."""

    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    MESSAGE = "message"
    LETTER = "letter"
    EVENT = "event"
    JOINT_PROJECT = "joint_project"
    OTHER = "other"


class Channel(StrEnum):
    """By which way a person is best asked."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    EMAIL = "email"
    MESSAGE = "message"
    LETTER = "letter"
    COLD = "cold"


class RequestState(StrEnum):
    """Where a request for an introduction stands, or a step of it."""

    DRAFT = "draft"
    ASKED = "asked"
    REMINDED = "reminded"
    AGREED = "agreed"
    NOT_NOW = "not_now"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """What a user may do in one network; each includes the ones before it."""

    READER = "reader"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"

    def includes(self, needed: "Role") -> bool:
        """Tell whether this role may do what ``needed`` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(needed)
