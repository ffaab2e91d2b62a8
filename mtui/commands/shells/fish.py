"""A completion for fish 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtui.commands.grammar import Values, valued_flags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtui.commands.grammar import Command, Flag

_SCRIPT = """\
# Completes mtui's words in fish. Once: mtui completion fish > ~/.config/fish/completions/mtui.fish
function __mtui_said --description 'Whether exactly these commands were said'
    set -l said
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value = 1
            set is_value 0
            continue
        end
        switch $word
            case @VALUED@
                set is_value 1
            case '-*'
            case '*'
                set -a said $word
        end
    end
    test "$said" = "$argv"
end
complete -c mtui -f
@LINES@"""

_VALUES = {
    Values.PROFILES: "-x -a '(mtui config profiles 2>/dev/null)'",
    Values.FILES: "-r -F",
}


def script(grammar: Command) -> str:
    """Return the script."""
    valued = " ".join(name for name, _ in valued_flags(grammar))
    return _SCRIPT.replace("@VALUED@", valued).replace("@LINES@", "\n".join(_lines(grammar, "")))


def _lines(command: Command, said: str) -> Iterator[str]:
    """Return a line for each word that can follow."""
    here = f"complete -c mtui -n '__mtui_said{said}'"
    for each in command.commands:
        yield f"{here} -a {each.name} -d {_quoted(each.doc)}"
    if command.words:
        yield f"{here} -a '{' '.join(command.words)}'"
    for flag in command.flags:
        yield f"{here} -l {flag.name.removeprefix('--')} {_value(flag)}-d {_quoted(flag.doc)}"
    for each in command.commands:
        yield from _lines(each, f"{said} {each.name}")


def _value(flag: Flag) -> str:
    return "" if flag.values is None else f"{_VALUES[flag.values]} "


def _quoted(text: str) -> str:
    inside = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{inside}'"
