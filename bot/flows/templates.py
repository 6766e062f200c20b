"""Templates: a text with `{{ answer }}`, `{% if … %}` and `{% for … %}` as the parts of an engine text.

The syntax is a small subset of Jinja2's. It is read here, not by jinja2, whose nodes have lines but no columns; what
stands inside a tag is read by conditions.py and slots.py, so `when` and `{% if %}` are one language. Anything else is
refused with its column. It must never render, and never see what a participant typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.engine.expressions import Expression
from bot.engine.items import name_of
from bot.engine.mentions import names
from bot.engine.texts import Either, ForEach, Part
from bot.flows.conditions import parse_condition
from bot.flows.expression_source import Mistake, Moot, Refusal, Source, parsed
from bot.flows.markup import OTHER_LINK, Piece, finished
from bot.flows.references import References
from bot.flows.scope import Scope, Turns
from bot.flows.slots import SlotReader

TAG = re.compile(
    r"\{\{(?P<value>(?:(?!\{\{|\}\}).)*+)\}\}|\{%\s*+(?P<word>\w*+)(?P<rest>(?:(?!\{%|%\}).)*+)%\}", re.DOTALL
)
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
WORDS, VALUE = "", "{{"
"""The kinds of token that are no block; no block can have such a word."""

DEEPEST = 20
"""How many branches of `{% if %}` may stand in each other; an `elif` stands in the `if` before it."""

FOR = re.compile(r"^(?P<name>\s*[\w.-]+\s*?)(?:\s(?P<where>where)\b(?P<condition>.*))?$", re.DOTALL)
CLOSERS = ("elif", "else", "endif", "endfor")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source from `at` on: words, what `{{ }}` holds, or what `{% %}` holds after its first word."""

    kind: str
    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Template:
    """`names` are the answers and settings in it; with mistakes the parts are worthless."""

    parts: tuple[Part, ...]
    names: frozenset[str]
    mistakes: tuple[Mistake, ...]


def parse_template(language: str, text: str, scope: Scope) -> Template:
    reader = TemplateReader(language, tuple(tokens(text)))
    parts = reader.sequence(scope)
    while reader.at < len(reader.tokens):
        reader.stray(reader.tokens[reader.at])
        reader.at += 1
        parts = (*parts, *reader.sequence(scope))
    return Template(parts, frozenset(reader.names), (*reader.mistakes, *loose_ends(text)))


def tokens(text: str) -> Iterator[Token]:
    at = 0
    for match in TAG.finditer(text):
        yield Token(WORDS, text[at : match.start()], at)
        if match["value"] is not None:
            yield Token(VALUE, match["value"], match.start("value"))
        else:
            yield Token(match["word"] or "%", match["rest"], match.start("rest"))
        at = match.end()
    yield Token(WORDS, text[at:], at)


def loose_ends(text: str) -> Iterator[Mistake]:
    """Tags without an end, and links that are not https."""
    outside = TAG.sub(lambda match: " " * len(match[0]), text)
    for match in LOOSE.finditer(outside):
        yield Mistake("W501", match.start(), len(match[0]), {"found": match[0]})
    for match in OTHER_LINK.finditer(outside):
        yield Mistake("W509", match.start(), len(match[0]), {"found": match[0]})


@dataclass(slots=True)
class TemplateReader:
    language: str
    tokens: tuple[Token, ...]
    at: int = 0
    depth: int = 0
    names: set[str] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)

    def sequence(self, scope: Scope) -> tuple[Part, ...]:
        """Parts up to a block that belongs to an outer `if`, or to the end."""
        pieces: list[Piece] = []
        while self.at < len(self.tokens) and self.tokens[self.at].kind not in CLOSERS:
            token = self.tokens[self.at]
            self.at += 1
            pieces.extend(self.pieces(token, scope))
        return finished(self.language, pieces)

    def pieces(self, token: Token, scope: Scope) -> list[Piece]:
        if token.kind == WORDS:
            return [token.text]
        if token.kind == VALUE:
            return self.value(token, scope)
        if token.kind == "if":
            return [self.choice(token, scope)]
        if token.kind == "for":
            return self.loop(token, scope)
        self.stray(token)
        return []

    def stray(self, token: Token) -> None:
        self.mistakes.append(Mistake("W502", token.at, max(1, len(token.text)), {"found": token.kind}))

    def close(self, token: Token) -> None:
        """A closing tag says nothing besides its word; `else if` is another language’s."""
        rest = token.text.strip()
        if rest:
            values = {"found": f"{token.kind} {rest}", "advice": "elif" if token.kind == "else" else ""}
            self.mistakes.append(Mistake("W502", token.at, len(token.text), values))

    def choice(self, token: Token, scope: Scope) -> Either:
        """`if` or `elif`, its branch, and what follows up to `endif`."""
        condition = self.condition(token, scope)
        self.depth += 1
        if self.depth > DEEPEST:
            self.stray(token)
            self.at = len(self.tokens)
        then = self.sequence(scope.assuming(condition))
        otherwise = self.otherwise(token, scope.excluding(condition))
        self.depth -= 1
        return Either(condition, then, otherwise)

    def otherwise(self, opening: Token, scope: Scope) -> tuple[Part, ...]:
        if self.at == len(self.tokens):
            self.mistakes.append(Mistake("W501", opening.at, 1, {"found": "{% if %}"}))
            return ()
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "elif":
            return (self.choice(token, scope),)
        if token.kind == "endfor":
            self.at -= 1
            self.mistakes.append(Mistake("W501", opening.at, 1, {"found": "{% if %}"}))
            return ()
        self.close(token)
        if token.kind == "endif":
            return ()
        parts = self.sequence(scope)
        if not self.closes("endif"):
            self.mistakes.append(Mistake("W501", token.at, 1, {"found": "{% else %}"}))
        return parts

    def closes(self, word: str) -> bool:
        """Whether the next token is this closing tag, which is then passed."""
        if self.at == len(self.tokens) or self.tokens[self.at].kind != word:
            return False
        self.close(self.tokens[self.at])
        self.at += 1
        return True

    def condition(self, token: Token, scope: Scope) -> Expression:
        condition, mistakes = parse_condition(token.text, scope)
        self.shift(token, mistakes)
        self.names |= names(condition)
        if scope.fixed and names(condition):
            self.mistakes.append(Mistake("W512", token.at, len(token.text), {"name": name_of(min(names(condition)))}))
        return condition

    def shift(self, token: Token, mistakes: list[Mistake]) -> None:
        self.mistakes.extend(Mistake(each.code, each.at + token.at, each.width, each.values) for each in mistakes)

    def loop(self, token: Token, scope: Scope) -> list[Piece]:
        """`for` over a repeat that was gone through, and its body up to `endfor`."""
        turns, where = self.turns(token, scope)
        inner = scope if turns is None else scope.inside(turns).assuming(where)
        self.depth += 1
        parts = self.sequence(inner) if self.depth <= DEEPEST else ()
        self.depth -= 1
        if not self.closes("endfor"):
            self.mistakes.append(Mistake("W501", token.at, 1, {"found": "{% for %}"}))
        return [] if turns is None else [ForEach(turns.repeat.id, scope.level, where, parts)]

    def turns(self, token: Token, scope: Scope) -> tuple[Turns | None, Expression | None]:
        """The repeat that a `for` names and its condition; None, and a mistake, for anything else."""
        match = FOR.match(token.text)
        source = Source(token.text if match is None else match["name"])
        tree = parsed(source)
        if match is None or isinstance(tree, Mistake):
            self.stray(token)
            return None, None
        references = References(source, scope)
        try:
            turns = references.turns(tree)
            inner = scope if turns is None else references.inside(tree, turns)
        except Refusal as refusal:
            self.shift(token, [Mistake(refusal.code, *source.span(refusal.node), refusal.values)])
            return None, None
        except Moot:
            return None, None
        if turns is None:
            self.mistakes.append(Mistake("W516", token.at, len(token.text), {"name": match["name"].strip()}))
            return None, None
        self.names.add(turns.repeat.id)
        if scope.fixed:
            self.mistakes.append(Mistake("W512", token.at, len(token.text), {"name": name_of(turns.repeat.id)}))
        return turns, self.where(token, match, inner)

    def where(self, token: Token, match: re.Match[str], scope: Scope) -> Expression | None:
        if match["condition"] is None:
            return None
        return self.condition(Token("if", match["condition"], token.at + match.start("condition")), scope)

    def value(self, token: Token, scope: Scope) -> list[Piece]:
        source = Source(token.text)
        tree = parsed(source)
        if isinstance(tree, Mistake):
            self.shift(token, [tree])
            return []
        reader = SlotReader(source, scope, self.language)
        try:
            return [reader.piece(tree)]
        except Refusal as refusal:
            self.shift(token, [Mistake(refusal.code, *source.span(refusal.node), refusal.values)])
        except Moot:
            pass
        finally:
            self.names |= reader.names
            self.shift(token, reader.mistakes)
        return []
