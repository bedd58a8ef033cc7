"""YAML that is out to do harm, or only badly written: rows S1 to S4 of docs/reliability.md, for suite and drills.

PyYAML's own loaders run code for tags, and crash or never end on a few hundred bytes; CVE-2017-18342, CVE-2020-1747 and
CVE-2020-14343 tell of the former, RELIABILITY.md's m7 and m8 of the latter.
"""

import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from shipworthy.errors import InvalidFile, UserError
from shipworthy.exchange.answers_file import parse_answers
from shipworthy.exchange.year_file import parse_year
from shipworthy.packs.loader import load_pack_text, load_policy_text
from shipworthy.paths import shipped
from shipworthy.untrusted.files import LINE_BREAK
from shipworthy.untrusted.problems import Problems
from shipworthy.untrusted.yaml_files import parse_documents, parse_yaml

Case = tuple[str, str]
"""What was tried, and what was wrong with what came of it; "" for nothing."""

HERE = Path(__file__).parent


def _documents(text: str, file: str) -> None:
    problems = Problems(file)
    parse_documents(text, file, problems)
    problems.raise_if_any()


DOORS: dict[str, Callable[[str, str], object]] = {
    "YAML": parse_yaml,
    "pack": load_pack_text,
    "policy": load_policy_text,
    "answers": parse_answers,
    "year": parse_year,
    "catalogue": _documents,
}
"""Every way by which a YAML file that we did not write comes in."""

# S1

CANARY = "/tmp/shipworthy-canary"
_TOUCH = f"touch {CANARY}"
TAGS = (
    "python/none", "python/bool", "python/str", "python/unicode", "python/bytes", "python/int", "python/long",
    "python/float", "python/complex", "python/list", "python/tuple", "python/dict", "python/name:os.system",
    "python/name:builtins.eval", "python/name:subprocess.Popen", "python/name:__main__", "python/module:os",
    "python/module:subprocess", "python/module:antigravity", "python/object:builtins.object",
    "python/object:collections.OrderedDict", "python/object:yaml.YAMLObject", "python/object:os.stat_result",
    "python/object/new:os.system", "python/object/new:builtins.eval", "python/object/new:subprocess.Popen",
    "python/object/new:str", "python/object/new:tuple", "python/object/new:type", "python/object/new:builtins.map",
    "python/object/new:yaml.MappingNode", "python/object/apply:os.system", "python/object/apply:os.popen",
    "python/object/apply:builtins.eval", "python/object/apply:builtins.exec", "python/object/apply:subprocess.Popen",
    "python/object/apply:subprocess.check_output", "python/object/apply:posix.system", "python/object/apply:nt.system",
    "python/object/apply:builtins.open", "python/object/apply:shutil.rmtree", "python/object/apply:time.sleep",
    "python/object/apply:importlib.import_module", "python/object/apply:pickle.loads", "python/object/apply:os._exit",
    "python/object/apply:webbrowser.open", "python/object/apply:socket.create_connection", "python/no-such:thing",
    "binary", "omap", "pairs", "set", "timestamp", "merge", "value", "map", "seq", "str", "int", "bool", "null",
    "float", "js/function", "ruby/object:Gem::Requirement", "ruby/hash:ActionController", "perl/hash:x",
    "javax.script.ScriptEngineManager", "java.net.URLClassLoader", "com.sun.rowset.JdbcRowSetImpl",
)  # fmt: skip
_BODIES = (
    f'["{_TOUCH}"]',
    f'"{_TOUCH}"',
    f'{{args: ["{_TOUCH}"], state: {{a: 1}}, listitems: [1], dictitems: {{b: 2}}}}',
)
_FORMS: tuple[Callable[[str, str], str], ...] = (
    lambda tag, body: f"!!{tag} {body}\n",
    lambda tag, body: f"!<tag:yaml.org,2002:{tag}> {body}\n",
    lambda tag, body: f"%TAG !x! tag:yaml.org,2002:\n---\n!x!{tag} {body}\n",
    lambda tag, body: f"id: !!{tag} {body}\n",
    lambda tag, body: f"list:\n  - a\n  - !!{tag} {body}\n",
    lambda tag, body: f"? !!{tag} {body}\n: value\n",
    lambda tag, body: f"!{tag} {body}\n",
)


def tagged(doors: Sequence[str], forms: int = len(_FORMS)) -> Iterator[Case]:
    """Read every tag in every form through some doors: refused with its place, and no code has run."""
    canary = Path(CANARY)
    canary.unlink(missing_ok=True)
    for door in doors:
        for tag in TAGS:
            for form in _FORMS[:forms]:
                for body in _BODIES:
                    text = form(tag, body)
                    yield f"{door}: {text!r}", _tag_is_refused(DOORS[door], text)
    if canary.exists():
        yield "the canary", "code has run"


def _tag_is_refused(door: Callable[[str, str], object], text: str) -> str:
    try:
        door(text, "f.yaml")
    except InvalidFile as refusal:
        said = [str(problem) for problem in refusal.problems]
        told = "Tags (!name) are not allowed", "This is not YAML", "A key must be text"
        fine = any(each.startswith("f.yaml:") and any(words in each for words in told) for each in said)
        return "" if fine else f"other problems: {said}"
    return "it was read"


# S2

FAST = 0.05
"""Seconds of processor time in which the known bombs are refused."""

_CHILD = """
import sys, time
from tests.test_untrusted import BOMBS
from shipworthy.errors import UserError
from shipworthy.untrusted.yaml_files import parse_yaml, read_yaml
from pathlib import Path
name, path = sys.argv[1], Path(sys.argv[2])
if name != "a file of 100 MB":
    path.write_text(BOMBS[name][0](), encoding="utf-8")
best, message = 9e9, "it was read"
for attempt in range(3):
    begin = time.process_time()
    try:
        read_yaml(path)
    except UserError as error:
        message = ""
    best = min(best, time.process_time() - begin)
print(best, message)
"""


def bombs(names: Sequence[str], most: float) -> Iterator[Case]:
    """Read bombs, each in a process of its own: refused, within `most` seconds of processor time, and none dies."""
    with tempfile.TemporaryDirectory(prefix="bombs-drill-") as folder:
        path = Path(folder) / "bomb.yaml"
        for name in names:
            if name == LARGE:
                with path.open("wb") as file:
                    file.truncate(100_000_000)
            ran = subprocess.run(
                [sys.executable, "-c", _CHILD, name, path], capture_output=True, text=True, check=False, cwd=HERE.parent
            )
            if ran.returncode:
                yield name, f"the process ended with {ran.returncode}: {ran.stderr[-200:]}"
                continue
            seconds, _blank, message = ran.stdout.strip().partition(" ")
            yield f"{name}: {float(seconds) * 1000:.1f} ms", message or ("" if float(seconds) < most else "too slow")


LARGE = "a file of 100 MB"

# S3


@cache
def sources() -> tuple[tuple[str, str], ...]:
    """Return real packs and answers files, cut to a size that can be read ten thousand times, with their door."""
    packs = [(HERE / "packs" / name).read_text(encoding="utf-8") for name in ("small.yaml", "tiny.yaml")]
    packs += [_first_question(path) for path in sorted(shipped("assessments").glob("*.yaml"))]
    answers = [(HERE / "exchange" / "full.yaml").read_text(encoding="utf-8")]
    answers += [
        "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:60])
        for path in sorted(shipped("assessments", "sample").glob("*.yaml"))
    ]
    return tuple([("pack", text) for text in packs] + [("answers", text) for text in answers])


def _first_question(path: Path) -> str:
    """Return a shipped pack with only the first question of its first principle."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.startswith("      - id:")]
    return "".join(lines[: starts[1]])


_WORDS = ("id", "score", "label", "choices", "questions", "answers", "note", "severity", "level", "weight", "when")
_SCRAPS = (
    "", "no", "null", "12", "-1", "1e9", ".inf", "0x10", "2026-13-45", "true", "[", "]", "{", "}", ": ", "- ", "\t",
    "*a", "&a ", "!!x ", "<<: ", "? ", "| ", '"', "'", "#", "%", "@", "`", "\x07", "\u202e", "\ufeff", "é", "💳",
    "x" * 300, "a: 1", "[[]]", "{a: {b: 1}}", "---\n", "...\n", "\r", "\x85", "answer(", "service.tier ==",
    "https://x", "file:///x",
)  # fmt: skip


def mutated(seed: int) -> tuple[str, str]:
    """Return a real file with one to four changes of its text, and the door that it comes in by; by a seed."""
    chance = random.Random(seed)
    door, text = sources()[seed % len(sources())]
    for _change in range(chance.randint(1, 4)):
        text = _changed(text, chance)
    return door, text


def _changed(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    line = lines[place]
    match chance.randrange(8):
        case 0:
            del lines[place]
        case 1:
            lines.insert(place, line)
        case 2:
            lines[place] = " " * chance.randint(0, 12) + line.lstrip()
        case 3:
            key, colon, _value = line.partition(":")
            lines[place] = f"{key}{colon} {chance.choice(_SCRAPS)}"
        case 4:
            lines[place] = line.replace(line.strip().partition(":")[0], chance.choice(_WORDS), 1)
        case 5:
            lines = lines[:place]
        case 6:
            spot = chance.randint(0, len(line))
            lines[place] = line[:spot] + chance.choice(_SCRAPS) + line[spot:]
        case _:
            other = chance.randrange(len(lines))
            lines[place], lines[other] = lines[other], line
    return "\n".join(lines)


def corpus() -> Iterator[tuple[str, str, str]]:
    """Yield every file of the malformed corpus that is text: its name, the door it comes in by, and what it holds."""
    for folder, door in (("packs", "pack"), ("exchange", "answers")):
        for path in sorted((HERE / folder / "malformed").glob("*.yaml")):
            data = path.read_bytes()
            try:
                yield path.name, door, data.decode()
            except UnicodeDecodeError:
                continue  # read_text refuses these; tests of both folders say with which place


def malformed(count: int) -> Iterator[Case]:
    """Read the corpus and so many refused mutations more: every message has its place, and nothing else is raised."""
    refused = 0
    for name, door, text in corpus():
        yield name, told_with_place(door, text) or ""
        refused += 1
    seed = 0
    while refused < count:
        seed += 1
        door, text = mutated(seed)
        wrong = told_with_place(door, text)
        if wrong is not None:
            refused += 1
            yield f"mutation {seed} of {door}", wrong


def told_with_place(door: str, text: str) -> str | None:
    """Return what is wrong with the refusal of a text, "" for nothing; None where it is no refusal."""
    lines = len(LINE_BREAK.split(text)) + 1
    try:
        DOORS[door](text, "f.yaml")
    except InvalidFile as refusal:
        for problem in refusal.problems:
            if not (1 <= problem.line <= lines and problem.column >= 1 and problem.message and problem.fix):
                return f"no place: {problem}"
            if not str(problem).startswith(f"f.yaml:{problem.line}:{problem.column}: "):
                return f"no place: {problem}"
        return "" if refusal.problems else "no problem is named"
    except UserError as error:
        return f"no place: {error}"
    except Exception as error:  # noqa: BLE001 - whatever else comes out is what the drill is for
        return f"{type(error).__name__}: {error}"
    return None
