"""What a pack consists of: the frozen records that its TOML files are read into.

Every class is one table of one file, and every module has the classes of one kind of file. The
records hold data only; what the rules in them come to for a set of answers is the business of
``iopintake.rules.rulebook`` and ``iopintake.rules.evaluation``.
"""

from iopintake.packs.model.claims import CLAIMS, Claim, Claims, Result, Risk, Situation
from iopintake.packs.model.common import (
    LEVELS,
    REVIEWS,
    STRICT,
    Group,
    LevelId,
    Review,
    Rule,
    TrackId,
    VerdictId,
)
from iopintake.packs.model.conflicts import Conflict, ConflictsFile
from iopintake.packs.model.earlier import Becomes, Retired, RetiredFile
from iopintake.packs.model.guidance import Barrier, Guidance, InsuranceCheck, Point, Specific, Tip, Topic
from iopintake.packs.model.hand_outs import ClientResult, ClientWords, HandOuts
from iopintake.packs.model.pack import Pack, PackFile, Source
from iopintake.packs.model.program import (
    Aim,
    Block,
    PayerMinimum,
    PhpWeek,
    Track,
    TracksFile,
    WeekNote,
    Weeks,
    WeekTemplate,
)
from iopintake.packs.model.protocols import CallLine, Protocol, ProtocolsFile, ProtocolStep
from iopintake.packs.model.questions import Option, Question, Section, Sooner, Unlikely
from iopintake.packs.model.rules import (
    Alert,
    CriteriaFile,
    Criterion,
    Dimension,
    Level,
    LevelsFile,
    NamedCondition,
    Need,
    Requirement,
    Scope,
    Verdict,
    WhileOpen,
)
from iopintake.packs.model.safety import Band, Crisis, Resource, Screener, ScreenerItem, ScreenersFile

__all__ = [
    "CLAIMS",
    "LEVELS",
    "REVIEWS",
    "STRICT",
    "Aim",
    "Alert",
    "Band",
    "Barrier",
    "Becomes",
    "Block",
    "CallLine",
    "Claim",
    "Claims",
    "ClientResult",
    "ClientWords",
    "Conflict",
    "ConflictsFile",
    "Crisis",
    "CriteriaFile",
    "Criterion",
    "Dimension",
    "Group",
    "Guidance",
    "HandOuts",
    "InsuranceCheck",
    "Level",
    "LevelId",
    "LevelsFile",
    "NamedCondition",
    "Need",
    "Option",
    "Pack",
    "PackFile",
    "PayerMinimum",
    "PhpWeek",
    "Point",
    "Protocol",
    "ProtocolStep",
    "ProtocolsFile",
    "Question",
    "Requirement",
    "Resource",
    "Result",
    "Retired",
    "RetiredFile",
    "Review",
    "Risk",
    "Rule",
    "Scope",
    "Screener",
    "ScreenerItem",
    "ScreenersFile",
    "Section",
    "Situation",
    "Sooner",
    "Source",
    "Specific",
    "Tip",
    "Topic",
    "Track",
    "TrackId",
    "TracksFile",
    "Unlikely",
    "Verdict",
    "VerdictId",
    "WeekNote",
    "WeekTemplate",
    "Weeks",
    "WhileOpen",
]
