"""Conditions: `when: "'people' in kinds and comfort >= 3"` as the engine's expressions.

Python's own parser reads them and an allow-list lets through what the language has: names of earlier questions, option
codes, whole numbers, `and or not in == != < <= > >= + -`, `count(x)`, `is answered`. Everything else is refused with
its column, and what is compared must fit: codes are looked up in the options of their question, scales compare by
position. It must never evaluate, and never raise for what an author wrote.
"""

import ast
from dataclasses import dataclass, field

from bot.engine.expressions import (
    AllOf,
    AnswerTo,
    AnyOf,
    Compare,
    Count,
    Expression,
    IsAnswered,
    IsIn,
    Literal,
    Not,
    PositionOf,
    Sum,
)
from bot.engine.flow import FreeText, Question, Scale, SelectMultiple, option_of
from bot.flows.expression_source import Mistake, Moot, Refusal, Source, parsed
from bot.flows.problems import closest
from bot.flows.scope import Scope, told_nothing

NEVER = Literal(False)
"""What stands for a part that was refused, so that the other parts are read too."""

OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def parse_condition(text: str, scope: Scope) -> tuple[Expression, list[Mistake]]:
    """The expression and its mistakes; where there are some the expression is worthless."""
    source = Source(text)
    tree = parsed(source)
    if isinstance(tree, Mistake):
        return NEVER, [tree]
    reader = Reader(source, scope)
    return reader.part(tree), reader.mistakes


@dataclass(slots=True)
class Reader:
    """Reads one expression; each part of an `and` or `or` is read even when another was refused."""

    source: Source
    scope: Scope
    mistakes: list[Mistake] = field(default_factory=list)

    def part(self, node: ast.expr) -> Expression:
        try:
            return self.truth(node)
        except Refusal as refusal:
            self.mistakes.append(Mistake(refusal.code, *self.source.span(refusal.node), refusal.values))
        except Moot:
            pass
        return NEVER

    def truth(self, node: ast.expr) -> Expression:
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return AllOf(tuple(self.part(each) for each in values))
            case ast.BoolOp(values=values):
                return AnyOf(tuple(self.part(each) for each in values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return Not(self.part(operand))
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self.comparison(node, left, operator, right)
            case ast.Compare():
                raise self.refusal("C602", node)
            case ast.Name() | ast.Call() | ast.BinOp(op=ast.Add() | ast.Sub()):
                alone = "answer" if isinstance(self.value(node), AnswerTo) else "number"
                raise Refusal("C605", node, found=self.source.words(node), advice=alone)
            case _:
                raise self.refusal("C602", node)

    def comparison(self, node: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Expression:
        match operator:
            case ast.Is() | ast.IsNot():
                return self.answered(node, left, right, isinstance(operator, ast.IsNot))
            case ast.In() | ast.NotIn():
                return self.membership(node, left, right, isinstance(operator, ast.NotIn))
            case _:
                return self.compared(node, left, OPERATORS[type(operator)], right)

    def answered(self, node: ast.expr, left: ast.expr, right: ast.expr, negated: bool) -> Expression:
        """“Don't know” and “prefer not to say” are no answers."""
        if not isinstance(left, ast.Name) or not (isinstance(right, ast.Name) and right.id == "answered"):
            raise self.refusal("C602", node)
        question = self.question(left)
        told = told_nothing(question)
        if told is None:
            return IsAnswered(question.id, negated)
        given = AllOf((IsAnswered(question.id), Not(told)))
        return Not(given) if negated else given

    def membership(self, node: ast.expr, item: ast.expr, container: ast.expr, negated: bool) -> Expression:
        if isinstance(item, ast.Constant) and isinstance(container, ast.Name):
            question = self.question(container)
            if not isinstance(question, SelectMultiple):
                raise self.misfit(node, question)
            return IsIn(Literal(self.code(question, item)), AnswerTo(question.id), negated)
        if isinstance(item, ast.Name) and isinstance(container, (ast.List, ast.Tuple)):
            question = self.question(item)
            self.expect_one_code(question, node)
            codes = tuple(self.code(question, each) for each in container.elts)
            return IsIn(AnswerTo(question.id), Literal(codes), negated)
        raise self.misfit(node)

    def compared(self, node: ast.expr, left: ast.expr, operator: str, right: ast.expr) -> Expression:
        if written_code(left) is not None and isinstance(right, ast.Name):
            return self.compared(node, right, MIRRORED[operator], left)
        if not isinstance(left, ast.Name):
            return Compare(self.number(left), operator, self.number(right))
        question = self.question(left)
        self.expect_one_code(question, node)
        if operator not in ("==", "!=") and not isinstance(question, Scale):
            raise self.misfit(node, question)
        if isinstance(right, ast.Name):
            return self.two_questions(node, question, operator, self.question(right))
        return self.with_code(question, operator, right)

    def with_code(self, question: Question, operator: str, right: ast.expr) -> Expression:
        code = self.code(question, right)
        if operator in ("==", "!="):
            return Compare(AnswerTo(question.id), operator, Literal(code))
        order = question.order if isinstance(question, Scale) else ()
        if code not in order:
            raise self.misfit(right, question)
        return Compare(PositionOf(question.id, order), operator, Literal(order.index(code)))

    def two_questions(self, node: ast.expr, left: Question, operator: str, right: Question) -> Expression:
        """Two answers on the same scale."""
        if not (isinstance(left, Scale) and isinstance(right, Scale) and left.order == right.order):
            raise self.misfit(node, left)
        return Compare(PositionOf(left.id, left.order), operator, PositionOf(right.id, right.order))

    def expect_one_code(self, question: Question, node: ast.expr) -> None:
        if isinstance(question, (FreeText, SelectMultiple)):
            raise self.misfit(node, question)

    def value(self, node: ast.expr) -> Expression:
        """An answer or a number: what a text can show."""
        if isinstance(node, ast.Name):
            return AnswerTo(self.question(node).id)
        return self.number(node)

    def number(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=bool()):
                raise self.refusal("C602", node)
            case ast.Constant(value=int(value)):
                return Literal(value)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))) if not isinstance(value, bool):
                return Literal(-value)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
                return Sum(self.number(left), -1 if isinstance(sign, ast.Sub) else 1, self.number(right))
            case ast.Call(func=ast.Name(id="count"), args=[ast.Name() as name], keywords=[]):
                return self.count(name)
            case ast.Name():
                raise self.misfit(node, self.question(node))
            case ast.Constant(value=str()):
                raise self.misfit(node)
            case _:
                raise self.refusal("C602", node)

    def count(self, name: ast.Name) -> Expression:
        question = self.question(name)
        if not isinstance(question, SelectMultiple):
            raise self.misfit(name, question)
        return Count(AnswerTo(question.id))

    def question(self, name: ast.Name) -> Question:
        if name.id not in self.scope.earlier:
            raise self.unknown(name)
        question = self.scope.earlier[name.id]
        if question is None:
            raise Moot
        return question

    def unknown(self, name: ast.Name) -> Refusal:
        if name.id in self.scope.later:
            return Refusal("F302", name, name=name.id)
        if name.id in self.scope.messages:
            return Refusal("F310", name, name=name.id)
        close = closest(name.id, self.scope.earlier)
        return Refusal("F301", name, name=name.id, close=close, line=self.scope.lines.get(close, ""))

    def code(self, question: Question, node: ast.expr) -> str:
        code = written_code(node)
        if code is None or isinstance(question, FreeText):
            raise self.misfit(node, question)
        if option_of(question, code) is None:
            codes = [option.code for option in question.options]
            close, known = closest(code, codes), ", ".join(codes)
            raise Refusal("F305", node, name=code, question=question.id, close=close, known=known)
        return code

    def refusal(self, code: str, node: ast.AST) -> Refusal:
        return Refusal(code, node, found=self.source.words(node))

    def misfit(self, node: ast.AST, question: Question | None = None) -> Refusal:
        """A comparison of things that do not compare; the advice depends on the question."""
        name = "" if question is None else question.id
        return Refusal("C604", node, found=self.source.words(node), name=name, advice=advice(question))


def advice(question: Question | None) -> str:
    match question:
        case None:
            return "number"
        case SelectMultiple():
            return "several"
        case FreeText():
            return "words"
        case Scale():
            return "scale"
        case _:
            return "one"


def written_code(node: ast.expr) -> str | None:
    """An option's code, in quotes or as a small number."""
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=str(code) | int(code)):
            return str(code)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(code))):
            return str(-code)
        case _:
            return None
