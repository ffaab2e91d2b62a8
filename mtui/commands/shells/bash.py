"""A completion for bash 3.2 and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.commands.grammar import Values, valued_flags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.commands.grammar import Command

_SCRIPT = """\
# Completes mtui's words in bash. In ~/.bashrc: eval "$(mtui completion bash)"
_mtui() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local flag index words said= config= mtui=${COMP_WORDS[0]/#\\~/$HOME}
    # Bash cuts --flag=value into three words.
    if [[ $word == = ]]; then
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((index = 1; index < COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
            @VALUED@)
                flag=${COMP_WORDS[index]}
                if [[ ${COMP_WORDS[index + 1]} == = ]]; then ((index++)); fi
                ((index++))
                if [[ $flag == --config ]]; then config=${COMP_WORDS[index]}; fi
                ;;
            -*) ;;
            *) said+=" ${COMP_WORDS[index]}" ;;
        esac
    done
    case $before in
@VALUES@
    esac
    case $said in
@WORDS@
        *) words= ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _mtui mtui"""

_VALUES = {
    Values.PROFILES: """\
            words=$("$mtui" config profiles ${config:+--config "$config"} 2>/dev/null)
            COMPREPLY=($(compgen -W "$words" -- "$word"))""",
    Values.FILES: """\
            COMPREPLY=($(compgen -f -- "$word"))""",
}


def script(grammar: Command) -> str:
    """Return the script."""
    valued = valued_flags(grammar)
    values = (f"        {name})\n{_VALUES[kind]}\n            return ;;" for name, kind in valued)
    return (
        _SCRIPT.replace("@VALUED@", " | ".join(name for name, _ in valued))
        .replace("@VALUES@", "\n".join(values))
        .replace("@WORDS@", "\n".join(_words(grammar, "")))
    )


def _words(command: Command, said: str) -> Iterator[str]:
    """Return a line for each place, with what can follow there."""
    words = [
        *(each.name for each in command.commands),
        *command.words,
        *(flag.name for flag in command.flags),
        "--help",
        *(() if said else ("--version",)),
    ]
    yield f"""        "{said}") words="{" ".join(words)}" ;;"""
    for each in command.commands:
        yield from _words(each, f"{said} {each.name}")
