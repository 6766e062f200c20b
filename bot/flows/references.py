"""References: what a name in a condition or a text stands for.

`comfort` is an earlier question, `needs_assessment.comfort` one of an earlier flow, `factors.mindset` an item of a
matrix, `item` the current element of a repeat. Raises Refusal for a name that cannot stand here, Moot for one whose
question is faulty itself. It must never read an operator.
"""

import ast
from dataclasses import dataclass

from bot.engine.expressions import AnswerTo, Expression
from bot.engine.flow import Calculate
from bot.engine.items import LEVELS, name_of
from bot.engine.questions import Choice, Listing, Number, Question, Rank, Scale, SelectMultiple, option_of
from bot.flows.expression_source import Moot, Refusal, Source
from bot.flows.problems import closest
from bot.flows.scope import FIGURES, Current, Named, Scope, Turns

COHORT, ITEM = "cohort", "item"


def dotted(node: ast.AST) -> str | None:
    """`a.b.c` as one name; None for anything else, also for what no id can begin with."""
    match node:
        case ast.Name(id=name) if not name.startswith("_"):
            return name
        case ast.Attribute(value=value, attr=name) if not name.startswith("_"):
            before = dotted(value)
            return None if before is None else f"{before}.{name}"
        case _:
            return None


@dataclass(frozen=True, slots=True)
class References:
    source: Source
    scope: Scope

    def named(self, node: ast.expr) -> Named:
        name = dotted(node)
        if name is None:
            raise Refusal("C602", node, found=self.source.words(node))
        if name not in self.scope.earlier:
            raise self.unknown(node, name)
        found = self.scope.earlier[name]
        if found is None:
            raise Moot
        return found

    def question(self, node: ast.expr) -> Question:
        """Also what `item` chooses from: its codes can be compared as an answer's."""
        match self.named(node):
            case Current(question=question) if question is not None:
                return question
            case Turns():
                raise self.several(node)
            case Calculate() | Current():
                raise self.misfit(node)
            case question:
                return question

    def turns(self, node: ast.expr) -> Turns | None:
        found = self.named(node)
        return found if isinstance(found, Turns) else None

    def inside(self, node: ast.expr, turns: Turns) -> Scope:
        """Where one item of the repeat is looked at: as deep as repeats may stand, and no deeper."""
        if self.scope.level >= len(LEVELS):
            raise Refusal("F325", node, name=name_of(turns.repeat.id))
        return self.scope.inside(turns)

    def answer(self, node: ast.expr) -> Expression:
        """What stands for the value of a question, a calculation or the current item."""
        match self.named(node):
            case Current(expression):
                return expression
            case Turns():
                raise self.several(node)
            case found:
                return AnswerTo(found.id)

    def is_number(self, node: ast.expr) -> bool:
        name = dotted(node)
        found = None if name is None else self.scope.earlier.get(name)
        return isinstance(found, Number | Calculate) or self.figure(node) is not None

    def figure(self, node: ast.expr) -> str | None:
        """The key of `cohort.comfort.n`, a figure of the group; None for another name. Raises Refusal where the group
        may not be shown, or for a figure that there is not."""
        name = dotted(node) or ""
        first, _, rest = name.partition(".")
        if first != COHORT or not rest:
            return None
        about, _, field = (rest, "", "") if rest in self.scope.earlier else rest.rpartition(".")
        if field not in ("", *FIGURES):
            if about in self.scope.earlier:
                raise self.no_figure(node, field)
            about, field = rest, ""
        question = self.scope.earlier.get(about)
        if about not in self.scope.earlier:
            raise self.unknown(node, about)
        if question is None:
            raise Moot
        return self.key_of_figure(node, question, field)

    def key_of_figure(self, node: ast.expr, question: Named, field: str) -> str:
        if not self.scope.shows_figures:
            raise Refusal("C607", node, found=self.source.words(node))
        if not isinstance(question, Choice) or (field.startswith("same_") and not isinstance(question, Scale)):
            raise self.no_figure(node)
        return f"{COHORT}.{question.id}.{field or 'n'}"

    def no_figure(self, node: ast.expr, field: str = "") -> Refusal:
        close = closest(field, FIGURES)
        return Refusal("C608", node, found=self.source.words(node), known=", ".join(FIGURES), close=close)

    def is_bare_code(self, question: Question, node: ast.expr) -> bool:
        """Whether an option of the question stands here without its quotation marks."""
        name = dotted(node)
        return name is not None and name not in self.scope.earlier and option_of(question, name) is not None

    def code(self, question: Question, node: ast.expr) -> str:
        """The option of the question that is written here."""
        code = written_code(node)
        if self.is_bare_code(question, node):
            raise Refusal("F301", node, name=dotted(node), advice="code")
        if code is None or not isinstance(question, Choice) or not question.options:
            raise self.misfit(node, question)
        if option_of(question, code) is None:
            codes = [option.code for option in question.options]
            close, known = closest(code, codes), ", ".join(codes)
            raise Refusal("F305", node, name=code, question=name_of(question.id), close=close, known=known)
        return code

    def unknown(self, node: ast.expr, name: str) -> Refusal:
        if name in self.scope.later:
            return Refusal("F302", node, name=name, advice="itself" if name == self.scope.here else "")
        if name in self.scope.messages:
            return Refusal("F310", node, name=name)
        if name in self.scope.repeated:
            return Refusal("F317", node, name=name, repeat=self.scope.repeated[name], own=name)
        flow, _, own = name.rpartition(".")
        for full, each in self.scope.earlier.items():
            if isinstance(each, Turns) and full.rpartition(".")[0] == flow and own in each.inner and own != ITEM:
                return Refusal("F317", node, name=name, repeat=full, own=own)
        close = self.close_to(name)
        advice = "item" if name.partition(".")[0] == ITEM else ""
        return Refusal("F301", node, name=name, close=close, line=self.scope.lines.get(close, ""), advice=advice)

    def close_to(self, name: str, *further: str) -> str:
        """What was probably meant: also the same id in an earlier flow."""
        elsewhere = (full for full in self.scope.earlier if full.partition(".")[2] == name)
        return next(elsewhere, "") or closest(name, [*self.scope.earlier, *further])

    def misfit(self, node: ast.AST, question: Question | None = None) -> Refusal:
        """A comparison of things that do not compare; the advice depends on the question."""
        name = "" if question is None else self.written(node, question)
        return Refusal("C604", node, found=self.source.words(node), name=name, advice=advice(question))

    def several(self, node: ast.expr) -> Refusal:
        """A repeat where one answer is needed."""
        return Refusal("C604", node, found=self.source.words(node), name=dotted(node), advice="turns")

    def written(self, node: ast.AST, question: Question) -> str:
        """The question's name as it stands here, which in a look back on a repeat is shorter than its own."""
        known = (name for each in ast.walk(node) if (name := dotted(each)) is not None)
        return next((name for name in known if self.scope.earlier.get(name) is question), name_of(question.id))


def advice(question: Question | None) -> str:
    match question:
        case None | Number():
            return "number"
        case Choice(options=()):
            return "made"
        case Listing():
            return "list"
        case SelectMultiple() | Rank():
            return "several"
        case Scale():
            return "scale"
        case Choice():
            return "one"
        case _:
            return "words"


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
