"""Templates: a text with `{{ answer }}` and `{% if … %}` as the parts of an engine text.

The syntax is a small subset of Jinja2's. It is read here, not by jinja2, whose nodes have lines but no columns; what
stands inside a tag is read by conditions.py, so `when` and `{% if %}` are one language and `|` is the only thing
added. Anything else is refused with its column. It must never render, and never see what a participant typed.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.engine.expressions import AnswerTo, Expression, names
from bot.engine.flow import Question
from bot.engine.texts import FILTERS, Either, Part, Run, SettingSlot, Slot, Words
from bot.flows.conditions import Reader, parse_condition
from bot.flows.expression_source import Mistake, Moot, Refusal, Source, parsed
from bot.flows.markup import OTHER_LINK, Piece, finished
from bot.flows.problems import closest
from bot.flows.scope import Scope, told_nothing
from bot.locales import typeset

TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%\s*(?P<word>\w*)(?P<rest>.*?)%\}", re.DOTALL)
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
WORDS, VALUE = "", "{{"
"""The kinds of token that are no block; no block can have such a word."""

DEEPEST = 20
"""How many branches of `{% if %}` may stand in each other; an `elif` stands in the `if` before it."""


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
        while self.at < len(self.tokens) and self.tokens[self.at].kind not in ("elif", "else", "endif"):
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
        self.stray(token)
        return []

    def stray(self, token: Token) -> None:
        self.mistakes.append(Mistake("W502", token.at, max(1, len(token.text)), {"found": token.kind}))

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
        if token.kind == "endif":
            return ()
        parts = self.sequence(scope)
        closing = self.tokens[self.at] if self.at < len(self.tokens) else None
        self.at += 1
        if closing is None or closing.kind != "endif":
            self.mistakes.append(Mistake("W501", token.at, 1, {"found": "{% else %}"}))
        return parts

    def condition(self, token: Token, scope: Scope) -> Expression:
        condition, mistakes = parse_condition(token.text, scope)
        self.shift(token, mistakes)
        self.names |= names(condition)
        if scope.fixed and names(condition):
            self.mistakes.append(Mistake("W512", token.at, len(token.text), {"name": min(names(condition))}))
        return condition

    def shift(self, token: Token, mistakes: list[Mistake]) -> None:
        self.mistakes.extend(Mistake(each.code, each.at + token.at, each.width, each.values) for each in mistakes)

    def value(self, token: Token, scope: Scope) -> list[Piece]:
        source = Source(token.text)
        tree = parsed(source)
        if isinstance(tree, Mistake):
            self.shift(token, [tree])
            return []
        try:
            return [ValueReader(source, scope, self).piece(tree)]
        except Refusal as refusal:
            self.shift(token, [Mistake(refusal.code, *source.span(refusal.node), refusal.values)])
        except Moot:
            pass
        return []


@dataclass(slots=True)
class ValueReader:
    """What stands in `{{ }}`: an answer, a count or a setting, and its filters. Raises Refusal and Moot."""

    source: Source
    scope: Scope
    template: TemplateReader

    def piece(self, tree: ast.expr) -> Slot | SettingSlot | Either:
        value, filters, fallback = self.filtered(tree)
        if isinstance(value, ast.Name) and value.id in self.scope.settings:
            return self.setting(value, tree)
        expression = self.expression(value)
        self.template.names |= names(expression)
        if self.scope.fixed and names(expression):
            raise Refusal("W512", value, name=min(names(expression)))
        if isinstance(expression, AnswerTo):
            return self.answer(self.question(expression.name), value, filters, fallback)
        for name in sorted(names(expression)):
            if fallback is None and self.scope.may_be_silent(self.question(name)):
                raise Refusal("W504", value, name=name)
        return Slot(expression, filters, fallback)

    def filtered(self, node: ast.expr) -> tuple[ast.expr, tuple[str, ...], str | None]:
        """The value, the names of its filters from left to right, and the words of `default`."""
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitOr):
            return node, (), None
        value, filters, fallback = self.filtered(node.left)
        match node.right:
            case ast.Name(id=name) if name in FILTERS:
                return value, (*filters, name), fallback
            case ast.Call(func=ast.Name(id="default"), args=[ast.Constant(value=str(words))], keywords=[]):
                return value, filters, typeset(self.template.language, words)
            case _:
                found = self.source.words(node.right)
                known = [*FILTERS, "default"]
                raise Refusal("W510", node.right, name=found, close=closest(found, known), known=", ".join(known))

    def setting(self, value: ast.Name, tree: ast.expr) -> SettingSlot:
        if value is not tree:
            raise Refusal("W513", tree, name=value.id)
        self.template.names.add(value.id)
        return SettingSlot(value.id)

    def expression(self, value: ast.expr) -> Expression:
        reader = Reader(self.source, self.scope)
        if isinstance(value, ast.Name) and value.id not in {
            *self.scope.earlier,
            *self.scope.later,
            *self.scope.messages,
        }:
            known = [*self.scope.earlier, *self.scope.settings]
            close = closest(value.id, known)
            raise Refusal("W503", value, name=value.id, close=close, line=self.scope.lines.get(close, ""))
        return reader.value(value)

    def question(self, name: str) -> Question:
        question = self.scope.earlier[name]
        if question is None:
            raise Moot
        return question

    def answer(
        self, question: Question, value: ast.expr, filters: tuple[str, ...], fallback: str | None
    ) -> Slot | Either:
        if fallback is None and self.scope.may_lack(question):
            raise Refusal("W504", value, name=question.id)
        slot, told = Slot(AnswerTo(question.id), filters, fallback), told_nothing(question)
        if told is None or fallback is None:
            return slot
        words = fallback
        for name in filters:
            words = FILTERS[name](words)
        return Either(told, (Words(Run(words)),), (slot,))
