# hnps - programs from examples
# SPDX-License-Identifier: MIT
"""Two examples fill a column.

>>> import hnps
>>> hnps.fill(["Hopper, Grace", "Turing, Alan"], {"Lovelace, Ada": "A. Lovelace"})
['G. Hopper', 'A. Turing']

`learn` gives the program itself, which says what speaks against it, and can be kept as text:

>>> program = hnps.learn({"Lovelace, Ada": "A. Lovelace"})
>>> program("Hopper, Grace")
'G. Hopper'
>>> hnps.Program(str(program)) == program
True

An input of several columns is a tuple of texts:

>>> hnps.learn({("Ada", "Lovelace"): "ada.lovelace", ("Alan", "Turing"): "alan.turing"})(("Grace", "Hopper"))
'grace.hopper'
"""
import array
import ctypes
import os
import sys
import warnings
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

__all__ = ["Doubt", "NoProgram", "Program", "fill", "learn"]

Input = Union[str, Tuple[str, ...]]
Examples = Union[Mapping[Input, str], Iterable[Tuple[Input, str]]]

OK, NONE, RAN_OUT, WRONG, NO_MEMORY = range(5)


class Text(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_char_p), ("length", ctypes.c_size_t)]


class View(ctypes.Structure):
    """A text that the library gives: its bytes are not copied before they are asked for."""
    _fields_ = [("bytes", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class Options(ctypes.Structure):
    _fields_ = [("size", ctypes.c_size_t), ("steps", ctypes.c_double), ("seconds", ctypes.c_double), ("programs", ctypes.c_size_t)]


def _load() -> ctypes.CDLL:
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libhnps.so.0")
    lib = ctypes.CDLL(beside if os.path.exists(beside) else "libhnps.so.0")
    pointer, size, text, status = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_int
    texts = ctypes.POINTER(Text)
    for name, result, arguments in (
            ("version", text, []),
            ("task_new", pointer, [size]), ("task_free", None, [pointer]),
            ("task_example", status, [pointer, texts, Text]), ("task_input", status, [pointer, texts]),
            ("task_learn", status, [pointer, ctypes.POINTER(Options)]),
            ("task_programs", size, [pointer]), ("task_cost", ctypes.c_double, [pointer, size]),
            ("task_complete", ctypes.c_bool, [pointer]), ("task_doubt", text, [pointer, ctypes.POINTER(size)]),
            ("task_message", text, [pointer]), ("task_program", pointer, [pointer, size]),
            ("program_parse", pointer, [Text, pointer, size]), ("program_free", None, [pointer]),
            ("program_text", text, [pointer]), ("program_columns", size, [pointer]),
            ("runner_new", pointer, [pointer]), ("runner_free", None, [pointer]), ("runner_message", text, [pointer]),
            ("runner_run", status, [pointer, texts, size, ctypes.POINTER(View)]),
            ("runner_column", status, [pointer, pointer, pointer, size, ctypes.POINTER(pointer), ctypes.POINTER(pointer), pointer])):
        function = getattr(lib, "hnps_" + name)
        function.restype, function.argtypes = result, arguments
    return lib


_lib = _load()
__version__: str = _lib.hnps_version().decode()


class NoProgram(ValueError):
    """No program makes the outputs of all the examples, or the search ran out of its budgets."""


class Doubt(UserWarning):
    """What speaks against the program that was found."""


def _texts(value: Input, columns: int) -> Any:
    cells = (value,) if isinstance(value, str) else tuple(value)
    if len(cells) != columns:
        raise ValueError(f"an input of {len(cells)} columns, not {columns}: {value!r}")
    encoded = [cell.encode() for cell in cells]
    return (Text * columns)(*(Text(cell, len(cell)) for cell in encoded))


class Program:
    """A program, which is called with an input: the output, or None where it can't handle the input.

    `doubt` is what speaks against it, or None; `complete` is False when a budget ended the search before it had looked at
    everything; `alternatives` are further programs that do something else to the inputs.
    """

    doubt: Optional[str]
    complete: bool
    alternatives: List["Program"]

    def __init__(self, text: str):
        why = ctypes.create_string_buffer(400)
        encoded = text.encode()
        self._take(_lib.hnps_program_parse(Text(encoded, len(encoded)), why, len(why)))
        if not self._program:
            raise ValueError(why.value.decode())

    def _take(self, program: Optional[int]) -> None:
        self._program, self.doubt, self.complete, self.alternatives = program, None, True, []

    @classmethod
    def _found(cls, task: int, i: int) -> "Program":
        self = cls.__new__(cls)
        self._take(_lib.hnps_task_program(task, i))
        if not self._program:
            raise MemoryError
        return self

    def __del__(self) -> None:
        if getattr(self, "_program", None):
            _lib.hnps_program_free(self._program)

    def __str__(self) -> str:
        return _lib.hnps_program_text(self._program).decode()

    def __repr__(self) -> str:
        return f"hnps.Program({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Program) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __reduce__(self) -> Tuple[Any, ...]:
        return Program, (str(self),)

    @property
    def columns(self) -> int:
        """How many columns an input has at least."""
        return _lib.hnps_program_columns(self._program)

    def __call__(self, value: Input) -> Optional[str]:
        return self.map([value])[0]

    def map(self, values: Iterable[Optional[Input]]) -> List[Optional[str]]:
        """What it makes of each; None stays None."""
        values = list(values)
        if all(value is None or isinstance(value, str) for value in values):
            return self._column(values)
        return self._rows(values)

    def _rows(self, values: Sequence[Optional[Input]]) -> List[Optional[str]]:
        runner, view, made = _lib.hnps_runner_new(self._program), View(), []
        try:
            for value in values:
                if value is None:
                    made.append(None)
                    continue
                columns = 1 if isinstance(value, str) else len(value)
                status = _lib.hnps_runner_run(runner, _texts(value, columns), columns, view)
                if status in (WRONG, NO_MEMORY):
                    raise ValueError(_lib.hnps_runner_message(runner).decode()) if status == WRONG else MemoryError()
                made.append(ctypes.string_at(view.bytes, view.length).decode() if status == OK else None)
        finally:
            _lib.hnps_runner_free(runner)
        return made

    def _column(self, values: Sequence[Optional[str]]) -> List[Optional[str]]:
        if self.columns > 1:
            raise ValueError(f"the program reads {self.columns} columns, and an input has one")
        encoded = [b"" if value is None else value.encode() for value in values]
        offsets = array.array("q", [0])
        at = 0
        for one in encoded:
            at += len(one)
            offsets.append(at)
        text = b"".join(encoded)
        output, ends, handled = self._run(text, offsets.buffer_info()[0], len(values))
        return [None if value is None or not ok else output[begin:end].decode()
                for value, ok, begin, end in zip(values, handled, ends, ends[1:])]

    def _run(self, text: Any, offsets: int, n: int) -> Tuple[bytes, Sequence[int], bytes]:
        """Of a column as Arrow's large_string has it: the output's bytes and offsets, and which were handled."""
        runner = _lib.hnps_runner_new(self._program)
        output, ends, handled = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.create_string_buffer(n + 1)
        try:
            status = _lib.hnps_runner_column(runner, text, offsets, n, output, ends, handled)
            if status != OK:
                raise MemoryError
            ends_copy = array.array("q")
            ends_copy.frombytes(ctypes.string_at(ends.value, 8 * (n + 1)))
            return ctypes.string_at(output.value, ends_copy[n]), ends_copy, handled.raw[:n]
        finally:
            _lib.hnps_runner_free(runner)


def _pairs(examples: Examples) -> List[Tuple[Input, str]]:
    return list(examples.items() if isinstance(examples, Mapping) else examples)


def learn(examples: Examples, inputs: Iterable[Optional[Input]] = (), *, steps: float = 0, seconds: float = 0,
          alternatives: int = 0) -> Program:
    """The likeliest program that makes the examples' outputs of their inputs.

    `examples`: a dict of inputs to outputs, or pairs. `inputs`: others that it will be used on, of which the first 1000 help
    to choose. Raises NoProgram, with the reason, when there is none.
    """
    pairs = _pairs(examples)
    if not pairs:
        raise ValueError("no examples")
    columns = 1 if isinstance(pairs[0][0], str) else len(pairs[0][0])
    task = _lib.hnps_task_new(columns)
    if not task:
        raise ValueError(f"inputs of {columns} columns")

    def done(status: int) -> None:
        if status == NO_MEMORY:
            raise MemoryError
        if status != OK:
            kind = ValueError if status == WRONG else NoProgram
            raise kind(_lib.hnps_task_message(task).decode())

    try:
        for value, output in pairs:
            encoded = output.encode()
            done(_lib.hnps_task_example(task, _texts(value, columns), Text(encoded, len(encoded))))
        known = {value for value, _ in pairs}
        looked = 0
        for value in inputs:
            if value is None or value in known:
                continue
            done(_lib.hnps_task_input(task, _texts(value, columns)))
            looked += 1
            if looked == 1000:
                break
        done(_lib.hnps_task_learn(task, Options(ctypes.sizeof(Options), steps, seconds, alternatives + 1)))
        program = Program._found(task, 0)
        program.complete = _lib.hnps_task_complete(task)
        doubt = _lib.hnps_task_doubt(task, None)
        program.doubt = doubt.decode() if doubt else None
        program.alternatives = [Program._found(task, i) for i in range(1, _lib.hnps_task_programs(task))]
        return program
    finally:
        _lib.hnps_task_free(task)


def fill(values: Any, examples: Examples, *, steps: float = 0, seconds: float = 0) -> Any:
    """What the program that the examples show makes of the values: of a text a text, of a list a list, of a column of pandas
    or polars such a column, with the same index and name. None where it can't handle a value.

    Warns with Doubt when something speaks against the program. Raises NoProgram when there is none.
    """
    if isinstance(values, str):
        return fill([values], examples, steps=steps, seconds=seconds)[0]
    kind = type(values).__module__.partition(".")[0]
    texts = values.tolist() if kind in ("pandas", "numpy") else values.to_list() if kind == "polars" else list(values)
    texts = [None if isinstance(value, float) and value != value else value for value in texts]     # NaN: pandas' missing text
    program = learn(examples, texts, steps=steps, seconds=seconds)
    if program.doubt:
        warnings.warn(program.doubt, Doubt, stacklevel=2)
    if not program.complete:
        warnings.warn("the search ran out of steps or time: a better program may exist", Doubt, stacklevel=2)
    given: Dict[Input, str] = dict(_pairs(examples))
    made = [given.get(value, new) if value is not None else None for value, new in zip(texts, program.map(texts))]
    if kind == "pandas":
        return type(values)(made, index=values.index, name=values.name, dtype=values.dtype)
    if kind == "polars":
        return sys.modules["polars"].Series(values.name, made, dtype=values.dtype)
    if kind == "numpy":
        return sys.modules["numpy"].array(made, dtype=object)
    return tuple(made) if isinstance(values, tuple) else made
