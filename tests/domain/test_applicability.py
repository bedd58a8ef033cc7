"""Why questions do not apply: exactly the facts that decide it."""

from tests.domain.builders import answered, pack, principle, question, review, service, simple_pack

from shipworthy.domain.applicability import Hidden, facts_read, hidden_questions

PACK = pack(
    "p",
    principle(
        "one",
        question("always"),
        question("single", applies_when="service.a"),
        question("both", applies_when="service.a && service.b"),
        question("either", applies_when="service.a || service.c"),
        question("not", applies_when="!service.b"),
        question("tier", applies_when="service.tier == 1"),
        question("follow", applies_when='answer("always").score == 1.0 && service.b'),
    ),
    facts={"a": False, "b": True, "c": False},
)


def deciding(hidden: Hidden) -> list[tuple[str, bool]]:
    """Return the ids and values of the deciding facts."""
    return [(each.fact.id, each.value) for each in hidden.facts]


def test_only_facts_that_would_change_it_are_named() -> None:
    hidden = hidden_questions(review(PACK))
    assert list(hidden) == ["p/single", "p/both", "p/either", "p/not", "p/tier", "p/follow"]
    assert deciding(hidden["p/single"]) == [("a", False)]
    assert hidden["p/single"].fields == ()
    assert deciding(hidden["p/both"]) == [("a", False)]
    assert deciding(hidden["p/either"]) == [("a", False), ("c", False)]
    assert deciding(hidden["p/not"]) == [("b", True)]


def test_where_no_single_fact_decides_all_are_named() -> None:
    hidden = hidden_questions(review(PACK, of=service(b=False)))
    assert deciding(hidden["p/both"]) == [("a", False), ("b", False)]
    assert "p/not" not in hidden


def test_fields_and_other_answers_are_named_too() -> None:
    hidden = hidden_questions(review(PACK))
    assert hidden["p/tier"].fields == ("tier",)
    assert hidden["p/tier"].facts == ()
    assert hidden["p/follow"].questions == ("p/always",)
    assert "p/follow" not in hidden_questions(review(PACK, answers=[answered("p/always", "e")]))


def test_the_facts_of_a_question_are_told_with_their_values() -> None:
    told = facts_read(review(PACK, of=service(a=True)), "p/both")
    assert [(each.fact.id, each.value) for each in told] == [("a", True), ("b", True)]
    assert facts_read(review(PACK), "p/always") == ()
    assert facts_read(review(PACK), "p/tier") == ()


def test_of_a_linked_question_every_place_is_read() -> None:
    first = simple_pack(question("x", applies_when="service.a"), facts={"a": False, "unread": True})
    second = simple_pack(question("y", same_as="p/x", applies_when="service.b"), name="q", facts={"b": False})
    hidden = hidden_questions(review(first, second))
    assert list(hidden) == ["p/x"]
    assert deciding(hidden["p/x"]) == [("a", False), ("b", False)]


def test_questions_read_are_named_by_the_id_that_is_asked() -> None:
    first = simple_pack(question("a", same_as="q/x"), question("b", applies_when='answer("a").score == 1.0'))
    second = simple_pack(
        question("x"),
        question("c", applies_when='service.a && answer("p/b").score > 0.5 && answer("none/x").score > 0.0'),
        name="q",
        facts={"a": True},
    )
    hidden = hidden_questions(review(first, second, answers=[answered("q/x", "a")]))
    assert hidden["p/b"] == Hidden("p/b", (), (), ("q/x",))
    assert hidden["q/c"].questions == ("p/b",)
    assert deciding(hidden["q/c"]) == [("a", True)]
