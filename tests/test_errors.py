"""Errors must survive the way home from the report worker and print what a person can act on."""

import pickle

from shipworthy.errors import InvalidFile, Problem, UserError, cell_name

PROBLEMS = [
    Problem("pack.yaml", 3, 5, "unknown field 'wieght'", "Write 'weight'."),
    Problem("pack.yaml", 9, 1, "no choices", "Give at least two choices."),
]


def test_user_error_prints_message_then_hint() -> None:
    error = UserError("The disk is full.", "Make room.")
    assert (error.message, error.hint) == ("The disk is full.", "Make room.")
    assert str(error) == "The disk is full.\nMake room."
    assert str(UserError("The disk is full.", "")) == "The disk is full."


def test_problem_prints_place_message_and_fix() -> None:
    assert str(PROBLEMS[0]) == "pack.yaml:3:5: unknown field 'wieght'. Write 'weight'."


def test_a_problem_in_a_spreadsheet_names_its_cell_or_its_sheet() -> None:
    cell = Problem("a.xlsx", 12, 7, "This is a formula", "Write the answer.", "Questions")
    assert str(cell) == "a.xlsx: Questions!G12: This is a formula. Write the answer."
    assert str(cell._replace(line=0, column=0)) == "a.xlsx: Questions: This is a formula. Write the answer."


def test_cells_are_named_as_spreadsheets_name_them() -> None:
    names = {(1, 1): "A1", (3, 26): "Z3", (4, 27): "AA4", (1, 702): "ZZ1", (1_048_576, 16_384): "XFD1048576"}
    assert [cell_name(*place) for place in names] == list(names.values())


def test_problems_sort_by_place() -> None:
    assert sorted([PROBLEMS[1], PROBLEMS[0]]) == PROBLEMS


def test_invalid_file_prints_every_problem() -> None:
    error = InvalidFile("pack.yaml has 2 problems.", PROBLEMS)
    assert error.problems == tuple(PROBLEMS)
    assert str(error).splitlines() == ["pack.yaml has 2 problems.", str(PROBLEMS[0]), str(PROBLEMS[1])]


def test_errors_cross_a_process_border() -> None:
    plain = pickle.loads(pickle.dumps(UserError("what", "do")))
    assert (type(plain), plain.message, plain.hint) == (UserError, "what", "do")
    located = pickle.loads(pickle.dumps(InvalidFile("what", PROBLEMS)))
    assert (type(located), located.problems, str(located)) == (
        InvalidFile,
        tuple(PROBLEMS),
        str(InvalidFile("what", PROBLEMS)),
    )
