"""A completion for zsh."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.commands.grammar import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.commands.grammar import Command, Flag

_SCRIPT = """\
#compdef mtui
# Completes mtui's words in zsh. In ~/.zshrc, below compinit: eval "$(mtui completion zsh)"
_mtui_profiles() {
    local -a names
    names=(${(f)"$(mtui config profiles 2>/dev/null)"})
    compadd -a names
}
@FUNCTIONS@
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _mtui "$@"
else
    compdef _mtui mtui
fi"""

_VALUES = {Values.PROFILES: "_mtui_profiles", Values.FILES: "_files"}


def script(grammar: Command) -> str:
    """Return the script."""
    return _SCRIPT.replace("@FUNCTIONS@", "\n".join(_functions(grammar, f"_{grammar.name}")))


def _functions(command: Command, name: str) -> Iterator[str]:
    """Return a function for the command and each of its own."""
    arguments = [_argument(flag) for flag in command.flags]
    arguments.append("'--help[show what there is]'")
    if command.words:
        arguments.append(f"':word:({' '.join(command.words)})'")
    if not command.commands:
        yield f"{name}() {{\n    _arguments {' '.join(arguments)}\n}}"
        return
    described = " ".join(_quoted(f"{each.name}:{each.doc}") for each in command.commands)
    calls = " ".join(f"{each.name}) {name}_{each.name} ;;" for each in command.commands)
    yield f"""\
{name}() {{
    local context state state_descr line
    local -a commands
    typeset -A opt_args
    _arguments -C {" ".join(arguments)} ':command:->command' '*::rest:->rest'
    case $state in
        command) commands=({described}); _describe command commands ;;
        rest) case $line[1] in {calls} esac ;;
    esac
}}"""
    for each in command.commands:
        yield from _functions(each, f"{name}_{each.name}")


def _argument(flag: Flag) -> str:
    if flag.values is None:
        return _quoted(f"{flag.name}[{flag.doc}]")
    return _quoted(f"{flag.name}=[{flag.doc}]:{flag.value}:{_VALUES[flag.values]}")


def _quoted(text: str) -> str:
    inside = text.replace("'", "'\\''")
    return f"'{inside}'"
