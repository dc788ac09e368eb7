"""What is checked: each rule with its section of OParl 1.1 and how a server is mended (rules.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml


class Level(StrEnum):
    """Whether OParl demands it, or advises it."""

    FAULT = "fault"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, in German."""

    code: str
    title: str
    section: str
    mend: str
    level: Level = Level.FAULT


@dataclass(frozen=True, slots=True)
class Fault:
    """A breach of a rule: where inside the answer, and what stands there."""

    code: str
    place: str = ""
    example: str = ""


def _rules() -> Mapping[str, Rule]:
    stated = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            code: Rule(
                code,
                text["title"],
                text["section"],
                text["mend"],
                Level(text.get("level", Level.FAULT.value)),
            )
            for code, text in stated.items()
        }
    )


RULES: Final = _rules()
