"""Where YAML cannot be read, the place and the advice are those of the slip, not of the parser's late complaint."""

import pytest

from bot.flows import explain
from bot.flows.reading import Refused, read_text
from bot.locales import Phrases

HEAD = 'flow: only\ntitle: {en: "Only", fr: "Seul"}\nsteps:\n'
NEXT = '  - id: last\n    say: {en: "a", fr: "b"}\n'


@pytest.mark.parametrize(
    ("lines", "code", "line", "advice"),
    [
        ('  - id: a\n    type:scale\n    ask: {en: "x", fr: "y"}\n', "P103", 5, "space"),
        ('  -id: a\n    say: {en: "H", fr: "B"}\n', "P103", 4, "space"),
        ('  – id: a\n    say: {en: "H", fr: "B"}\n', "P103", 4, "space"),
        ('  - id: a\n    say:\n      en: "Hello\n      fr: "Bonjour"\n', "P106", 6, ""),
        ('  - id: a\n    say: {en: "Hello", fr: "Bonjour"\n', "P103", 5, "brace"),
        ('  - id: a\n     say: {en: "Hello", fr: "Bonjour"}\n', "P103", 5, "indent"),
        ('  - id: a\n    say: {en: "Hello", fr: "Bonjour"}\n   - id: b\n', "P103", 6, "indent"),
        ("  - id: a\n    say:\n      en: Hello\n      fr: Merci : bonjour\n", "P104", 7, ""),
    ],
)
def test_a_slip_is_told_where_it_is(phrases: Phrases, lines: str, code: str, line: int, advice: str) -> None:
    with pytest.raises(Refused) as refused:
        read_text("only.yaml", HEAD + lines + NEXT)
    problem = refused.value.problem
    assert (problem.code, problem.place.line, problem.values.get("advice", "")) == (code, line, advice)
    for language in phrases.languages:
        assert explain(problem, phrases, language).try_
