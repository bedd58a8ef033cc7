"""What may be told of an error in logs and reports: what the program's own code says, never what people wrote.

Messages of errors often carry values: a name, a path, an address with its password. No list of patterns knows all of
these, so this works the other way round: a message is withheld unless it is shown to speak of code alone.
"""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path
from types import CodeType, FrameType, TracebackType
from typing import TYPE_CHECKING

from shipworthy.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the interpreter itself says in these speaks of names and types. ValueError and KeyError are not among them: they
# quote the value. Exact types: a subclass says what it likes.
_ABOUT_CODE = (
    AttributeError,
    ImportError,
    IndexError,
    MemoryError,
    ModuleNotFoundError,
    NameError,
    RecursionError,
    TypeError,
    UnboundLocalError,
    ZeroDivisionError,
)
# What it says around them. A keyword argument may be any text, marks of quotation among it: what is between two quoted
# parts need not be the interpreter's.
_SAID = re.compile(
    r"""
    a|abstract|access|accessed|after|already|an|and|any|apply|argument|arguments|as|assignment|associated|at|
    attribute|attributes|awaited|bad|base|be|because|been|before|between|bound|but|by|bytes|call|callable|calling|
    can|cannot|circular|class|classes|comparison|concatenate|context|contiguous|could|decimal|defined|deleted|
    deletion|depth|descriptor|did|different|division|do|does|doesn|due|element|enclosing|empty|enough|exactly|
    exceeded|exceptions|expected|float|for|format|formal|free|from|function|generator|given|got|has|have|hashable|
    import|in|index|indices|initialized|instance|instances|integer|integers|interpreted|is|it|item|items|iterable|
    iteration|iterator|key|keys|keyword|keywords|least|len|length|level|like|likely|list|local|location|locate|long|
    mapping|maximum|may|mean|meta|method|methods|missing|module|modulo|more|most|multiple|must|name|named|need|
    needs|negative|no|non|none|not|number|object|objects|of|on|one|only|operand|operands|operator|or|out|package|
    parent|partially|pop|positional|protocol|python|range|read|readable|readonly|recursion|referenced|required|
    requires|s|scope|sequence|set|setter|size|slice|slices|small|some|start|str|string|sub|subclass|submodule|
    subscript|subscriptable|subscripted|such|support|supported|supports|t|take|takes|than|that|the|this|to|too|
    tuple|tuples|type|types|unary|unexpected|unhashable|unknown|unpack|unsupported|update|use|using|value|values|
    variable|was|were|when|where|which|while|with|without|writable|you|zero
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARK = r"['\"`‘’“”]"
_QUOTED = re.compile(rf"{_MARK}([^'\"`‘’“”]*){_MARK}")
_QT_PLACE = re.compile(r"Q[A-Z][a-z]\w*(?:::~?\w+)*(?=[(:])")
_ACTION = re.compile(r"Action [0-9a-f]{8}")  # of the notes that an error carries, only ours
_FRAMES_AT_EACH_END = 30  # of a recursion nobody needs all thousand


class RemoteBug(RuntimeError):  # noqa: N818 - says what it is, like UserError's children
    """A bug of another process of ours, with its own report; `lines` were redacted there."""

    def __init__(self, message: str, lines: tuple[str, ...] = ()) -> None:
        super().__init__(message, lines)
        self.message = message
        self.lines = lines

    def __str__(self) -> str:
        return self.message


def report(error: BaseException, trace: TracebackType | None = None) -> list[str]:
    """Return the traceback of an error with those it came from, first cause first: files, lines and functions of code.

    `trace` stands in for the error's own.
    """
    return list(_chain(error, trace or error.__traceback__, set()))


def name_action(error: BaseException, action: str) -> None:
    """Let the traceback of an error name the action that it broke; the first one named stands."""
    if not getattr(error, "__notes__", ()):
        error.add_note(f"Action {action}")


def told(error: BaseException, trace: TracebackType | None = None) -> str:
    """Return the type of an error with as much of its message as speaks of code alone."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, OSError) and error.errno is not None and error.errno in errno.errorcode:
        return f"{name}: {errno.errorcode[error.errno]}, {os.strerror(error.errno)}"
    database_says = getattr(error, "sqlite_errorname", None)
    if database_says:
        return f"{name}: {database_says}"
    message = str(error)
    if not message or isinstance(error, UserError):  # which are made of the user's words; class and place say enough
        return name
    frames = _frames(trace or error.__traceback__)
    if _is_constant(error, frames) or (kind in _ABOUT_CODE and _speaks_of_code(message, frames)):
        return f"{name}: {message}"
    return f"{name} (message of {len(message)} characters withheld)"


def place(error: BaseException) -> str:
    """Return where in the code an error was raised, such as "shipworthy/files.py:28 write_bytes"; "" for nowhere."""
    frames = _frames(error.__traceback__)
    if not frames:
        return ""
    frame, line, _instruction = frames[-1]
    return f"{_file(frame)}:{line} {frame.f_code.co_qualname}"


def causes(error: BaseException) -> list[str]:
    """Return what an error came from, as `told` has it, nearest first."""
    found: list[BaseException] = []
    before = _before(error)
    while before is not None and before not in found:
        found.append(before)
        before = _before(before)
    return [told(each) for each in found]


def qt_message(category: str, message: str) -> str:
    """Return what may be told of a message of Qt: where in Qt it comes from. The rest names files and texts at will."""
    found = _QT_PLACE.match(message)
    where = f"{category}, {found[0]}" if found else category
    return f"{where} (message of {len(message)} characters withheld)"


def shortened(text: str, data_dir: Path | None = None) -> str:
    """Return a text with the user's folders cut out of paths: they hold names of people and projects."""
    folders = [] if data_dir is None else [(str(data_dir), "<data>"), (str(data_dir.resolve()), "<data>")]
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is none
    if Path(home).is_absolute() and Path(home) != Path(home).parent:
        folders += [(home, "~"), (os.path.realpath(home), "~")]
    for folder, short in folders:
        text = text.replace(folder, short)
    return text


def _chain(error: BaseException, trace: TracebackType | None, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = _before(error)
    if before is not None and id(before) not in seen:
        yield from _chain(before, before.__traceback__, seen)
        yield ""
        yield "which led to:" if error.__cause__ is before else "and while that was handled:"
        yield ""
    yield from _trace(trace)
    yield told(error, trace)
    yield from (note for note in getattr(error, "__notes__", ()) if _ACTION.fullmatch(note))
    if isinstance(error, RemoteBug):
        yield from (f"    {line}" for line in error.lines)
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            if id(inner) not in seen:
                yield from (f"    {line}" for line in _chain(inner, inner.__traceback__, seen))


def _before(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _trace(trace: TracebackType | None) -> Iterator[str]:
    import linecache  # no start needs it

    frames = _frames(trace)
    for number, (frame, line, _instruction) in enumerate(frames):
        left_out = len(frames) - 2 * _FRAMES_AT_EACH_END
        if left_out > 0 and _FRAMES_AT_EACH_END <= number < len(frames) - _FRAMES_AT_EACH_END:
            if number == _FRAMES_AT_EACH_END:
                yield f"  ... {left_out} more ..."
            continue
        yield f'  File "{_file(frame)}", line {line}, in {frame.f_code.co_qualname}'
        code = linecache.getline(frame.f_code.co_filename, line, frame.f_globals).strip() if _is_ours(frame) else ""
        if code:
            yield f"    {code}"


def _frames(trace: TracebackType | None) -> list[tuple[FrameType, int, int]]:
    """Return the frames of a traceback with line and instruction, outermost first."""
    found = []
    while trace is not None:
        found.append((trace.tb_frame, trace.tb_lineno or 0, trace.tb_lasti))
        trace = trace.tb_next
    return found


def _is_ours(frame: FrameType) -> bool:
    """Tell whether a frame runs a module that was imported: a template of the user's, compiled, only looks like one."""
    module = sys.modules.get(frame.f_globals.get("__name__", ""))
    return getattr(module, "__dict__", None) is frame.f_globals


def _file(frame: FrameType) -> str:
    """Return the file of a frame from its package on: the folders above may hold a person's name."""
    if not _is_ours(frame):
        return "(outside the program)"
    name = frame.f_globals["__name__"]
    if name == "__main__":
        spec = frame.f_globals.get("__spec__")
        name = spec.name if spec else name
    file = Path(frame.f_code.co_filename).name
    if file.startswith("<"):
        return file
    return "/".join([*name.split("."), "__init__.py"] if file == "__init__.py" else [*name.split(".")[:-1], file])


def _is_constant(error: BaseException, frames: list[tuple[FrameType, int, int]]) -> bool:
    """Tell whether the message stands word for word in the function that raised the error."""
    if not frames or len(error.args) != 1 or not isinstance(error.args[0], str):
        return False
    frame = frames[-1][0]
    return _is_ours(frame) and error.args[0] in frame.f_code.co_consts


def _speaks_of_code(message: str, frames: list[tuple[FrameType, int, int]]) -> bool:
    """Tell whether the interpreter itself wrote the message, and all that it quotes are names of code."""
    from opcode import opmap  # no start needs it

    if not frames or not all(_is_ours(frame) for frame, _line, _instruction in frames[-1:]):
        return False
    frame, _line, instruction = frames[-1]
    if frame.f_code.co_code[instruction] == opmap["RAISE_VARARGS"]:
        return False  # written by a function, with who knows what in it
    quoted = _QUOTED.findall(message)
    if len(re.findall(_MARK, message)) != 2 * len(quoted):
        return False
    known = _class_names() | {name for each in frames for name in _names(each[0].f_code)}
    around = re.findall(r"\w+", _QUOTED.sub(" ", message))
    if not all(word in known or _SAID.fullmatch(word) or word.isdigit() for word in around):
        return False
    return all(part in known for text in quoted for part in text.split("."))


def _names(code: CodeType) -> Iterator[str]:
    yield from (*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars, *code.co_qualname.split("."))
    for constant in code.co_consts:
        if isinstance(constant, tuple):  # the names of keyword arguments
            yield from (each for each in constant if isinstance(each, str))


def _class_names() -> set[str]:
    """Return the names of all classes and modules there are, which messages about types quote."""
    names = {part for module in list(sys.modules) for part in module.split(".")}
    waiting: list[type] = [object]
    seen: set[type] = set()
    while waiting:
        kind = waiting.pop()
        names.update(kind.__name__.split("."))
        children: list[type] = type.__subclasses__(kind)
        waiting += [child for child in children if child not in seen]
        seen.update(children)
    return names
