"""Slots: what stands in `{{ }}`, as a part of an engine text.

An answer, a number, a list of what a repeat gathered, a setting or a link, and its filters. Raises Refusal for what
the language does not have, and Moot. It must never render.
"""

import ast
from dataclasses import dataclass, field

from bot.engine.expressions import AnswerTo, Expression, Item
from bot.engine.items import name_of
from bot.engine.mentions import names
from bot.engine.questions import Day, Number, Question
from bot.engine.rendering import FILTERS
from bot.engine.texts import Either, ForEach, Part, Run, SettingSlot, Slot, Words
from bot.flows.conditions import Reader
from bot.flows.expression_source import Mistake, Refusal, Source
from bot.flows.problems import closest
from bot.flows.references import References, dotted
from bot.flows.scope import Current, Scope, Turns, told_nothing
from bot.locales import typeset

RESOURCES = "resources."
DEFAULT, PLURAL, MONTH = "default", "plural", "month"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a value is to be shown: filters from left to right, words for none, words after a number."""

    filters: tuple[str, ...] = ()
    fallback: str | None = None
    plural: tuple[str, str] | None = None


@dataclass(slots=True)
class SlotReader:
    """Reads one pair of braces; `names` are the answers and settings in it."""

    source: Source
    scope: Scope
    language: str
    names: set[str] = field(default_factory=set)
    mistakes: list[Mistake] = field(default_factory=list)

    def piece(self, tree: ast.expr) -> Slot | SettingSlot | Either | ForEach | Words:
        value, shown = self.filtered(tree)
        name = dotted(value) or ""
        if name in self.scope.settings:
            return self.setting(value, tree, name, shown)
        if name.startswith(RESOURCES):
            return self.resource(value, tree, name.removeprefix(RESOURCES))
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "list":
            return self.gathered(value, shown)
        return self.slot(value, shown)

    def filtered(self, node: ast.expr) -> tuple[ast.expr, Shown]:
        """The value, and what its filters make of it."""
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitOr):
            return node, Shown()
        value, shown = self.filtered(node.left)
        match node.right:
            case ast.Name(id=name) if name in FILTERS:
                return value, Shown((*shown.filters, name), shown.fallback, shown.plural)
            case ast.Call(func=ast.Name(id="default"), args=[ast.Constant(value=str(words))], keywords=[]):
                return value, Shown(shown.filters, self.typeset(words), shown.plural)
            case ast.Call(
                func=ast.Name(id="plural"),
                args=[ast.Constant(value=str(one)), ast.Constant(value=str(several))],
                keywords=[],
            ):
                return value, Shown(shown.filters, shown.fallback, (self.typeset(one), self.typeset(several)))
            case _:
                found, known = self.source.words(node.right), [*FILTERS, DEFAULT, PLURAL]
                raise Refusal("W510", node.right, name=found, close=closest(found, known), known=", ".join(known))

    def typeset(self, words: str) -> str:
        return typeset(self.language, words)

    def setting(self, value: ast.expr, tree: ast.expr, name: str, shown: Shown) -> SettingSlot:
        """Printed as it was filled in; of a date, also its month."""
        month = shown == Shown((MONTH,)) and name in self.scope.dates
        if value is not tree and not month:
            raise Refusal("W513", tree, name=name)
        self.names.add(name)
        return SettingSlot(f"{name}|{MONTH}" if month else name)

    def resource(self, value: ast.expr, tree: ast.expr, name: str) -> Words:
        if value is not tree:
            raise Refusal("W513", tree, name=f"{RESOURCES}{name}")
        if name not in self.scope.resources:
            known = self.scope.resources
            raise Refusal("F316", value, name=name, close=closest(name, known), known=", ".join(known))
        label, href = self.scope.resources[name].get(self.language, ("", ""))
        return Words(Run(label, href=href))

    def gathered(self, call: ast.Call, shown: Shown) -> ForEach:
        """`list(datasets.name)`, perhaps with `where`: one answer of every item, as a sentence lists them."""
        match call.args:
            case [ast.Attribute(value=repeat, attr=name)] | [ast.Attribute(value=repeat, attr=name), _]:
                pass
            case _:
                raise Refusal("C602", call, found=self.source.words(call))
        turns = self.references.turns(repeat)
        inner = self.scope if turns is None else self.references.inside(repeat, turns)
        question = None if turns is None or name not in turns.inner else inner.earlier.get(name)
        if turns is None or question is None or isinstance(question, Turns | Current):
            raise Refusal("W516", call, name=self.source.words(call))
        if shown.fallback is None:
            raise Refusal("W504", call, name=self.source.words(call), advice="value")
        where = Reader(self.source, inner, self.mistakes).part(call.args[1]) if len(call.args) > 1 else None
        self.names |= {turns.repeat.id, question.id}
        slot = Slot(AnswerTo(question.id), shown.filters)
        told = told_nothing(question) if isinstance(question, Question) else None
        part: Part = slot if told is None else Either(told, (), (slot,), is_fallback=True)
        return ForEach(turns.repeat.id, self.scope.level, where, (part,), as_list=True, fallback=shown.fallback)

    def slot(self, value: ast.expr, shown: Shown) -> Slot | Either:
        expression = self.expression(value)
        self.names |= names(expression)
        if self.scope.fixed and (names(expression) or isinstance(expression, Item)):
            raise Refusal("W512", value, name=self.source.words(value))
        self.check_filters(value, expression, shown)
        slot = Slot(expression, shown.filters, shown.fallback, plural=shown.plural)
        if isinstance(expression, AnswerTo) and not self.references.is_number(value):
            return self.answer(self.references.question(value), value, slot)
        if shown.fallback is None and self.may_be_silent(expression, value):
            advice = "" if dotted(value) else "value"
            raise Refusal("W504", value, name=self.source.words(value), advice=advice)
        return slot

    @property
    def references(self) -> References:
        return References(self.source, self.scope)

    def expression(self, value: ast.expr) -> Expression:
        name = dotted(value)
        if name is not None and name not in self.scope.earlier and self.references.figure(value) is None:
            refusal = self.references.unknown(value, name)
            if refusal.code != "F301":
                raise refusal
            close = self.references.close_to(name, *self.scope.settings)
            code = "W503" if close or self.scope.earlier or not self.scope.fixed else "W512"
            advice = refusal.values["advice"] if code == "W503" else ""
            raise Refusal(code, value, name=name, close=close, line=self.scope.lines.get(close, ""), advice=advice)
        return Reader(self.source, self.scope).value(value)

    def check_filters(self, value: ast.expr, expression: Expression, shown: Shown) -> None:
        """Words after a number need a number, a month needs a date."""
        is_number = not isinstance(expression, AnswerTo | Item) or self.references.is_number(value)
        if shown.plural is not None and not is_number:
            raise Refusal("W517", value, name=self.source.words(value), filter=PLURAL)
        if MONTH in shown.filters and (is_number or not isinstance(self.references.named(value), Day)):
            raise Refusal("W517", value, name=self.source.words(value), filter=MONTH)

    def may_be_silent(self, expression: Expression, value: ast.expr) -> bool:
        """Whether a number may not be known here."""
        if isinstance(expression, Item):
            return False
        if isinstance(expression, AnswerTo) and self.references.figure(value) is not None:
            return self.scope.may_lack_figure(expression.name)
        by_id = {each.repeat.id if isinstance(each, Turns) else getattr(each, "id", ""): each for each in self.known}
        return any(name in by_id and self.scope.may_be_silent(by_id[name]) for name in names(expression))

    @property
    def known(self) -> list[Question | Turns | Current | Number]:
        return [each for each in self.scope.earlier.values() if each is not None]  # type: ignore[misc]  # calculations too

    def answer(self, question: Question, value: ast.expr, slot: Slot) -> Slot | Either:
        if slot.fallback is None and self.scope.may_lack(question):
            raise Refusal("W504", value, name=name_of(question.id))
        told = told_nothing(question)
        if told is None or slot.fallback is None:
            return slot
        words = slot.fallback
        for name in slot.filters:
            words = FILTERS[name](words)
        return Either(told, (Words(Run(words)),), (slot,), is_fallback=True)
