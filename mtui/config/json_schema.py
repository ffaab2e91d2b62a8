"""A JSON Schema of the configuration file, for editors that check and complete TOML."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any

from mtui.config.credential import CREDENTIALS
from mtui.config.filters import FILTERS, FILTERS_DOC
from mtui.config.keys import KEYS, KEYS_DOC
from mtui.config.option import Kind
from mtui.config.schema import CONFIG_OPTIONS, PROFILE_OPTIONS
from mtui.config.tables import encode_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtui.config.credential import CredentialOption
    from mtui.config.option import Option

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Return the schema as JSON has it."""
    return {
        "$schema": _DIALECT,
        "title": "Configuration of mtui",
        **_table(CONFIG_OPTIONS),
        "properties": {
            **_properties(CONFIG_OPTIONS),
            KEYS: {
                "description": KEYS_DOC,
                "type": "object",
                "additionalProperties": {"type": ["string", "object"], "minLength": 1},
            },
            FILTERS: {
                "description": FILTERS_DOC,
                "type": "object",
                "additionalProperties": {"type": "string", "minLength": 1},
            },
            "profiles": {
                "description": "One account in one region each, by name.",
                "type": "object",
                "additionalProperties": _profile(),
            },
        },
    }


def _profile() -> Schema:
    credentials: Schema = {}
    for credential in CREDENTIALS:
        credentials |= _credential(credential)
    return {
        **_table(PROFILE_OPTIONS),
        "properties": _properties(PROFILE_OPTIONS) | credentials,
        "allOf": [_one_of(credential) for credential in CREDENTIALS],
    }


def _table(options: Iterable[Option]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [option.key for option in options if option.is_required],
    }


def _properties(options: Iterable[Option]) -> Schema:
    return {option.key: _option(option) for option in options}


def _option(option: Option) -> Schema:
    about = option.about
    schema: Schema = {"description": about.doc, **_value(option)}
    schema["examples"] = [tomllib.loads(f"value = {about.example}")["value"]]
    if option.default is not None:
        schema["default"] = encode_value(option.default)
    return schema


def _value(option: Option) -> Schema:
    about = option.about
    match about.kind:
        case Kind.TEXT if about.choices:
            return {"enum": list(about.choices)}
        case Kind.TEXT:
            return {"type": "string", "minLength": 1}
        case Kind.FLAG:
            return {"type": "boolean"}
        case Kind.NUMBER | Kind.COUNT:
            word = "integer" if about.kind is Kind.COUNT else "number"
            most = {} if about.most == math.inf else {"maximum": about.most}
            return {"type": word, "minimum": about.least, **most}
        case Kind.TEXTS:
            return {"type": "array", "items": {"type": "string", "minLength": 1}}


def _credential(credential: CredentialOption) -> Schema:
    text = {"type": "string", "minLength": 1}
    return {
        credential.name: {"description": credential.doc, **text},
        credential.variable_key: {
            "description": f"The environment variable with: {credential.doc}",
            **text,
        },
        credential.command_key: {
            "description": f"A program, run without a shell, that prints: {credential.doc}",
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
        },
    }


def _one_of(credential: CredentialOption) -> Schema:
    """A credential has one source at most."""
    value, variable, command = credential.keys
    pairs = ((value, variable), (value, command), (variable, command))
    return {"not": {"anyOf": [{"required": list(pair)} for pair in pairs]}}
