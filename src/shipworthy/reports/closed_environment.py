"""The environment in which templates of the user's own run: closed, so that nothing in it leads out.

Jinja's sandbox alone is no promise (its own words), and its escapes so far all went through attributes and methods. So
here nothing has any: values are plain, a name after a point is a key and never an attribute, and only what is listed
can be called. Filters and tests are listed too. What remains is the processor and the memory: operations that make much
of little are refused here, and the process of the worker is held to its limits and killed.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NoReturn

from jinja2 import TemplateNotFound, UndefinedError, filters, nodes, pass_context, tests
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateRuntimeError
from jinja2.loaders import BaseLoader
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, StrictUndefined, TemplateReference, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

from shipworthy.markup import note_markup
from shipworthy.reports.closed_limits import LONGEST_RANGE, LONGEST_VALUE, MOST_BITS, MOST_DECIMALS
from shipworthy.reports.plain_values import Plain
from shipworthy.reports.report_template import Fault, ReportTemplate

FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int",
    "items", "join", "last", "length", "list", "lower", "map", "max", "min", "note", "reject", "rejectattr", "replace",
    "reverse", "round", "select", "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper",
    "urlencode", "wordcount",
)  # fmt: skip
TESTS = (
    "!=", "<", "<=", "==", ">", ">=", "boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float",
    "ge", "greaterthan", "gt", "in", "integer", "iterable", "le", "lessthan", "lower", "lt", "mapping", "ne", "none",
    "number", "odd", "sequence", "string", "true", "undefined", "upper",
)  # fmt: skip
_OF_A_LOOP = frozenset({
    "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem",
    "cycle", "changed",
})  # fmt: skip
_LOOP_METHODS = ("cycle", "changed")


class Refused(TemplateRuntimeError):  # noqa: N818 - what happened, like Jinja's TemplateNotFound
    """What the environment does not do, as a kind of fault; `what` names it."""

    def __init__(self, kind: Fault, what: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.kind = kind
        self.what = what
        self.known = known


class RefusedAt(Refused):
    """A refusal whose place is known before anything runs."""

    def __init__(self, kind: Fault, what: str, file: str, line: int) -> None:
        super().__init__(kind, what)
        self.file = file
        self.line = line


class UnknownName(UndefinedError):  # noqa: N818 - like Jinja's TemplateNotFound
    """A name that there is none of; `owner` are the values it was looked for in, None for the whole template."""

    def __init__(self, owner: object, name: str, _message: str = "") -> None:
        super().__init__(name)
        self.owner = owner
        self.name = name


class _Unknown(StrictUndefined):
    """A name that there is none of, which may be asked whether it is defined and nothing else."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: Callable[[str], TemplateRuntimeError] = UndefinedError,
    ) -> None:
        del exc  # every one of ours is the same
        owner = None if obj is missing else obj
        super().__init__(hint, obj, name, partial(UnknownName, owner, str(name)))  # type: ignore[arg-type]  # it is called


class Function:
    """What a template may call."""

    def __init__(self, name: str, of: Callable[..., Plain]) -> None:
        self._name = name
        self._of = of

    def __call__(self, *arguments: Plain) -> Plain:
        return self._of(*arguments)

    def __str__(self) -> str:
        return self._name


class _Pages(BaseLoader):
    """Gives the pages that the job carries, and knows no others."""

    def __init__(self, pages: Mapping[str, str]) -> None:
        self._pages = pages

    def get_source(self, environment: object, template: str) -> tuple[str, str, Callable[[], bool]]:
        del environment
        if template not in self._pages:
            raise TemplateNotFound(template)
        return self._pages[template], template, lambda: True


class ClosedEnvironment(ImmutableSandboxedEnvironment):
    """Fills the pages of one template."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, template: ReportTemplate) -> None:
        super().__init__(
            loader=_Pages(template.pages),
            autoescape=True,
            undefined=_Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_printed,
            optimized=False,  # what is worked out when it compiles has no place yet to be told
        )
        self.filters = {name: _OUR_FILTERS.get(name) or filters.FILTERS[name] for name in FILTERS}
        self.tests = {name: tests.TESTS[name] for name in TESTS}
        self.globals = {
            "range": Function("range", _bounded_range),
            "asset": Function("asset", partial(_address, template.pictures)),
            "namespace": Namespace,
        }

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what stands under a name: a key of plain values, or one of the few things that loops have."""
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if _is_open(obj, attribute):
            try:
                return obj[attribute] if isinstance(obj, TemplateReference) else getattr(obj, attribute)
            except (AttributeError, KeyError):
                pass
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what stands at a place or under a key; never an attribute."""
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if isinstance(argument, str) and not isinstance(obj, dict):
            return self.getattr(obj, argument)
        if isinstance(obj, dict | tuple | list | str):
            try:
                return obj[argument]
            except (TypeError, LookupError):
                pass
        return self.undefined(obj=obj, name=str(argument)[:60])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return False: nothing here asks for attributes."""
        del obj, attr, value
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call something: what is listed, and what it wrote itself."""
        if isinstance(obj, Function | Macro | LoopContext | BlockReference) or obj is Namespace:
            return True
        return isinstance(getattr(obj, "__self__", None), LoopContext) and obj.__name__ in _LOOP_METHODS

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call something for a template."""
        if isinstance(obj, Undefined):
            obj._fail_with_undefined_error()
        if not self.is_safe_callable(obj):
            raise Refused(Fault.FORBIDDEN, "()")
        return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate, unless much would come of little."""
        if isinstance(left, Undefined):
            left._fail_with_undefined_error()
        if _is_too_much(operator, left, right):
            raise Refused(Fault.TOO_BIG, operator)
        return super().call_binop(context, operator, left, right)

    def handle_exception(self, source: str | None = None) -> NoReturn:
        """Raise the error as it is: whoever fills the template finds its place in it."""
        del source
        raise  # noqa: PLE0704 - called by Jinja from within an except clause

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
            raise RefusedAt(Fault.FORBIDDEN, "autoescape", name or "", node.lineno)
        return tree


def _is_open(obj: object, attribute: str) -> bool:
    """Tell whether a template may see an attribute of one of Jinja's own objects."""
    if attribute.startswith("_"):
        return False
    match obj:
        case LoopContext():
            return attribute in _OF_A_LOOP
        case TemplateModule():
            return attribute in vars(obj)
        case tuple():  # what `groupby` makes
            return attribute in ("grouper", "list") and attribute in getattr(obj, "_fields", ())
        case Namespace() | TemplateReference():
            return True
    return False


def _is_too_much(operator: str, left: object, right: object) -> bool:
    if operator == "%":
        return isinstance(left, str)  # a format may ask for any number of characters
    if operator == "**":
        bits = left.bit_length() if isinstance(left, int) else 1
        return not isinstance(right, int | float) or abs(right) * max(bits, 1) > MOST_BITS
    if isinstance(left, int) and isinstance(right, int):
        return left.bit_length() + right.bit_length() > MOST_BITS
    if operator == "+":
        return _length(left) + _length(right) > LONGEST_VALUE
    times = right if isinstance(right, int) else left
    return isinstance(times, int) and times * max(_length(left), _length(right)) > LONGEST_VALUE


def _length(value: object) -> int:
    return len(value) if isinstance(value, str | tuple | list) else 0


def _bounded_range(*arguments: int) -> range:
    numbers = range(*arguments)
    # Not len(): it fails for what does not fit a machine's word.
    if numbers[:1] and abs(numbers[0] - numbers.stop) > LONGEST_RANGE * abs(numbers.step):
        raise Refused(Fault.TOO_BIG, "range")
    return numbers


def _address(pictures: Mapping[str, str], name: str) -> str:
    if name not in pictures:
        raise Refused(Fault.UNKNOWN_PICTURE, str(name)[:100], tuple(pictures))
    return f"asset:{pictures[name]}"


def _rounded(value: float, precision: int = 0) -> float:
    if abs(precision) > MOST_DECIMALS:
        raise Refused(Fault.TOO_BIG, "round")
    return round(value, precision)


@pass_context  # so that Jinja asks for literals too, instead of printing them when it compiles
def _printed(context: Context, value: Any) -> Any:
    """Return what is printed of a value: nothing for None, and only text and numbers else."""
    del context
    if value is None:
        return ""
    if isinstance(value, str | int | float | Undefined | Function):
        return value
    raise Refused(Fault.NOT_PRINTED, "group" if isinstance(value, dict) else "list")


_OUR_FILTERS: Mapping[str, Callable[..., Any]] = {"note": note_markup, "round": _rounded}
