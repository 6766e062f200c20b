"""Conditions: `when: "'people' in kinds and comfort >= 3"` as the engine's expressions.

Python's own parser reads them and an allow-list lets through what the language has: names of earlier questions, option
codes, whole numbers, `and or not in == != < <= > >= + -`, `count(x)`, `is answered`. Everything else is refused with
its column, and what is compared must fit: codes are looked up in the options of their question, scales compare by
position. It must never evaluate, and never raise for what an author wrote.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.engine.expressions import (
    AllOf,
    AnswerTo,
    AnyOf,
    AnyWhere,
    Compare,
    Count,
    CountWhere,
    Expression,
    IsAnswered,
    IsIn,
    Literal,
    Not,
    PositionOf,
    Sum,
)
from bot.engine.questions import Choice, Listing, Question, Rank, Scale, SelectMultiple
from bot.flows.expression_source import Mistake, Moot, Refusal, Source, parsed
from bot.flows.references import References, written_code
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
    return parse(text, scope, "part")


def parse_value(text: str, scope: Scope) -> tuple[Expression, list[Mistake]]:
    """The same for a calculation: a number, or something that is true or not."""
    return parse(text, scope, "calculation")


def parse(text: str, scope: Scope, what: str) -> tuple[Expression, list[Mistake]]:
    source = Source(text)
    tree = parsed(source)
    if isinstance(tree, Mistake):
        return NEVER, [tree]
    reader = Reader(source, scope)
    return (reader.part(tree) if what == "part" else reader.calculation(tree)), reader.mistakes


def is_plain(value: float) -> bool:
    """A number that can be counted with and shown; true and false are none."""
    return not isinstance(value, bool) and abs(value) < 10**15


@dataclass(slots=True)
class Reader:
    """Reads one expression; each part of an `and` or `or` is read even when another was refused."""

    source: Source
    scope: Scope
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def names(self) -> References:
        return References(self.source, self.scope)

    def part(self, node: ast.expr) -> Expression:
        return self.tolerantly(self.truth, node)

    def calculation(self, node: ast.expr) -> Expression:
        is_truth = isinstance(node, ast.BoolOp | ast.Compare) or (
            isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        )
        return self.tolerantly(self.truth if is_truth else self.number, node)

    def tolerantly(self, read: Callable[[ast.expr], Expression], node: ast.expr) -> Expression:
        try:
            return read(node)
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
            case ast.Call(func=ast.Name(id="any"), args=[repeat, condition], keywords=[]):
                return AnyWhere(*self.items_where(repeat, condition))
            case ast.Name() | ast.Attribute() | ast.Call() | ast.BinOp(op=ast.Add() | ast.Sub()):
                return self.alone(node)
            case _:
                raise self.refusal("C602", node)

    def alone(self, node: ast.expr) -> Expression:
        """A value that is neither true nor false: what stands alone must be compared."""
        what = "answer" if isinstance(self.value(node), AnswerTo) and not self.names.is_number(node) else "number"
        raise Refusal("C605", node, found=self.source.words(node), advice=what)

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
        if not (isinstance(right, ast.Name) and right.id == "answered"):
            raise self.refusal("C602", node)
        figure = self.names.figure(left)
        if figure is not None:
            return IsAnswered(figure, negated)
        answer = self.names.answer(left)
        if not isinstance(answer, AnswerTo):
            raise self.refusal("C602", node)
        told = None if self.names.is_number(left) else told_nothing(self.question(left))
        if told is None:
            return IsAnswered(answer.name, negated)
        given = AllOf((IsAnswered(answer.name), Not(told)))
        return Not(given) if negated else given

    def membership(self, node: ast.expr, item: ast.expr, container: ast.expr, negated: bool) -> Expression:
        if isinstance(container, ast.Name | ast.Attribute):
            question = self.question(container)
            if not isinstance(question, SelectMultiple | Rank):
                raise self.names.misfit(node, question)
            return IsIn(Literal(self.names.code(question, item)), AnswerTo(question.id), negated)
        if isinstance(item, ast.Name | ast.Attribute) and isinstance(container, ast.List | ast.Tuple):
            question = self.question(item)
            self.expect_one_code(question, node)
            codes = tuple(self.names.code(question, each) for each in container.elts)
            return IsIn(self.names.answer(item), Literal(codes), negated)
        raise self.names.misfit(node)

    def compared(self, node: ast.expr, left: ast.expr, operator: str, right: ast.expr) -> Expression:
        if written_code(left) is not None and isinstance(right, ast.Name | ast.Attribute):
            return self.compared(node, right, MIRRORED[operator], left)
        if not isinstance(left, ast.Name | ast.Attribute) or self.names.is_number(left):
            return Compare(self.number(left), operator, self.number(right))
        question = self.question(left)
        self.expect_one_code(question, node)
        if operator not in ("==", "!=") and not isinstance(question, Scale):
            raise self.names.misfit(node, question)
        if isinstance(right, ast.Name | ast.Attribute) and not self.names.is_bare_code(question, right):
            return self.two_questions(node, question, operator, self.question(right))
        return self.with_code(left, question, operator, right)

    def with_code(self, left: ast.expr, question: Question, operator: str, right: ast.expr) -> Expression:
        code = self.names.code(question, right)
        if operator in ("==", "!="):
            return Compare(self.names.answer(left), operator, Literal(code))
        order = question.order if isinstance(question, Scale) else ()
        if code not in order:
            raise self.names.misfit(right, question)
        return Compare(PositionOf(question.id, order), operator, Literal(order.index(code)))

    def two_questions(self, node: ast.expr, left: Question, operator: str, right: Question) -> Expression:
        """Two answers on the same scale."""
        if not (isinstance(left, Scale) and isinstance(right, Scale) and left.order == right.order):
            raise self.names.misfit(node, left)
        return Compare(PositionOf(left.id, left.order), operator, PositionOf(right.id, right.order))

    def expect_one_code(self, question: Question, node: ast.expr) -> None:
        if isinstance(question, SelectMultiple | Rank) or not isinstance(question, Choice):
            raise self.names.misfit(node, question)

    def value(self, node: ast.expr) -> Expression:
        """An answer or a number: what a text can show."""
        if isinstance(node, ast.Name | ast.Attribute) and not self.names.is_number(node):
            return self.names.answer(node)
        return self.number(node)

    def number(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=int(value) | float(value)) if is_plain(value):
                return Literal(value)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value) | float(value))) if is_plain(value):
                return Literal(-value)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=right):
                return Sum(self.number(left), -1 if isinstance(sign, ast.Sub) else 1, self.number(right))
            case ast.Call(func=ast.Name(id="count"), args=[ast.Name() | ast.Attribute() as name], keywords=[]):
                return self.count(name)
            case ast.Call(func=ast.Name(id="count"), args=[repeat, condition], keywords=[]):
                return CountWhere(*self.items_where(repeat, condition))
            case ast.Name() | ast.Attribute():
                return self.named_number(node)
            case ast.Constant(value=str()):
                raise self.names.misfit(node)
            case _:
                raise self.refusal("C602", node)

    def named_number(self, node: ast.expr) -> Expression:
        figure = self.names.figure(node)
        if figure is not None:
            return AnswerTo(figure)
        if self.names.is_number(node):
            return self.names.answer(node)
        raise self.names.misfit(node, self.question(node))

    def count(self, name: ast.expr) -> Expression:
        turns = self.names.turns(name)
        if turns is not None:
            return Count(AnswerTo(turns.repeat.id))
        question = self.question(name)
        if not isinstance(question, SelectMultiple | Rank | Listing):
            raise self.names.misfit(name, question)
        return Count(AnswerTo(question.id))

    def items_where(self, repeat: ast.expr, condition: ast.expr) -> tuple[str, int, Expression]:
        """The repeat, how deep it stands, and the condition on one item of it."""
        turns = self.names.turns(repeat)
        if turns is None:
            raise self.names.misfit(repeat, self.question(repeat))
        inner = Reader(self.source, self.names.inside(repeat, turns), self.mistakes)
        return turns.repeat.id, self.scope.level, inner.part(condition)

    def question(self, node: ast.expr) -> Question:
        return self.names.question(node)

    def refusal(self, code: str, node: ast.AST) -> Refusal:
        return Refusal(code, node, found=self.source.words(node))
