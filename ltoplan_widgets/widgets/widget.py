"""What every widget has: its browser side, its looks, and either traits of its own or a plan that it follows."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import anywidget
import msgspec
import traitlets as t

from ltoplan_widgets.plan.errors import Finding, InputError, LtoPlanError
from ltoplan_widgets.shared_plan import SharedPlan
from ltoplan_widgets.widgets.binding import Binding
from ltoplan_widgets.widgets.bundle import bundle
from ltoplan_widgets.widgets.number import Number, OptionalNumber
from ltoplan_widgets.widgets.safe_picture import MIME, SETTINGS, safe_picture


class Widget(anywidget.AnyWidget):
    """A chart or control, alone or on a plan.

    Alone its fields are traits. On a plan the document is the truth: the same traits follow it, setting one becomes an
    edit, and what people drag in a browser goes to the document as well.

    Attributes:
        theme: ``light``, ``dark``, or ``auto`` for the host's.
        height: Height of the plot in pixels, 80 to 4000; None follows the width.
        snap: Grid that drags snap to, in data units, at least 0; None chooses one that suits the data.
        read_only: Whether nothing can be dragged.
        title: Heading; empty for the view's own.
        viewport: First and last x value in sight, in data units; None shows everything.
        shared_view: Whether zooming in one browser moves `viewport`, and so the other browsers of the same kernel.
        view: What the chart draws, as plain data; set by this class.
        binding: Where the plan is and which of its fields the chart shows, as plain data; None alone. Set by this class.
    """

    KIND: ClassVar[str] = ""
    """Kind of the widget, as visualizations name it and its bundles are called."""
    FIELDS: ClassVar[tuple[str, ...]] = ()
    """Traits that a gesture can change; the chart lays them over its view."""
    SETTINGS: ClassVar[tuple[str, ...]] = ()
    """Traits that the view is built of where the widget stands alone."""
    TRAITS: ClassVar[dict[str, str]] = {}
    """Trait of a field where the two are not called the same."""
    NEEDS_OUTLOOK: ClassVar[bool] = True
    """Whether what is drawn depends on more than fields of the plan."""
    LOCAL: ClassVar[tuple[str, ...]] = ("theme", "height", "snap", "read_only", "title", "viewport", "shared_view")
    """Traits that can be given on a plan as well."""

    _follower: Binding | None = None
    _esm = t.Unicode().tag(sync=True)
    _css = t.Unicode().tag(sync=True)
    theme = t.Enum(("auto", "light", "dark"), "auto").tag(sync=True)
    height = OptionalNumber(minimum=80, maximum=4000)
    snap = OptionalNumber(minimum=0)
    read_only = t.Bool(default_value=False).tag(sync=True)
    title = t.Unicode().tag(sync=True)
    viewport = t.List(Number(), default_value=None, allow_none=True, minlen=2, maxlen=2).tag(sync=True)
    shared_view = t.Bool(default_value=True).tag(sync=True)
    view = t.Dict(default_value=None, allow_none=True).tag(sync=True)
    binding = t.Dict(default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, plan: SharedPlan | None = None, visualization: str = "", /, **traits: Any) -> None:  # noqa: ANN401 - traits of any type
        """Make a widget.

        Args:
            plan: The plan to follow; None for a widget that stands alone.
            visualization: Id of one of the plan's visualizations; empty for the plan's only campaign.
            traits: Traits by name.

        Raises:
            InputError: An unknown trait, plan or visualization, or one that only a widget alone can be given.
            TraitError: A value out of its range.
        """
        self.refuse_unknown(traits)
        if plan is not None:
            self._refuse_fields(traits)
            self._follower = Binding(self, _checked_plan(plan), visualization)
            traits = {"shared_view": False, **self._follower.parameters(), **traits}
        super().__init__(**traits)

    def __repr__(self) -> str:
        """What a page shows that cannot draw the widget: one without a kernel, or one that does not trust the notebook."""
        return f"<{' '.join(filter(None, (type(self).__name__, *self._subject())))}: run the cell to see it>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:  # noqa: ANN401 - IPython's options
        """The widget, and beside it what a page without the widget draws from the plan's room."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is None or self._follower is None:
            return bundle
        data, metadata = bundle
        follower, traits = self._follower, {name: getattr(self, name) for name in SETTINGS}
        picture = safe_picture(self.binding, kind=self.KIND, record=follower.record, target=follower.target, traits=traits)
        return ({**data, MIME: picture} if picture else data), metadata

    def _subject(self) -> tuple[str, ...]:
        if self._follower:
            target = self._follower.target
            return (repr(target) if target else "", f"of {self._follower.plan.path.name}")
        held = ((name, getattr(self, name)) for name in self.FIELDS)
        return (", ".join(f"{name}={value:g}" for name, value in held if isinstance(value, float)),)

    @classmethod
    def public_traits(cls) -> tuple[str, ...]:
        """Names of the traits that a user can give, sorted."""
        own = (name for one in cls.__mro__ if issubclass(one, Widget) for name in vars(one) if cls.class_traits(sync=True).get(name))
        return tuple(sorted({name for name in own if not name.startswith("_")} - {"view", "binding"}))

    def open(self) -> None:
        """Fill what follows from the traits, then open the way to the browser."""
        if self._follower:
            self._follower.start()
        else:
            self.settle()
            self.view = msgspec.to_builtins(self.own_view())
        super().open()
        self.observe(self._on_input, names=[*self.FIELDS, *self.SETTINGS])

    def close(self) -> None:
        """Let go of the plan and remove the widget from the page."""
        if self._follower:
            self._follower.stop()
        super().close()

    def settle(self) -> None:
        """Recompute the traits that follow from others where the widget stands alone."""

    def own_view(self) -> msgspec.Struct:
        """The view of a widget that stands alone."""
        raise NotImplementedError

    def takes_path(self, target: str) -> bool:  # noqa: ARG002 - controls do
        """Whether the widget can show a field of the plan that is named by its path."""
        return False

    def field_value(self, field: str, value: Any, view: dict[str, Any]) -> Any:  # noqa: ANN401, ARG002 - any field
        """What a field's trait holds for the plan's value, which may be None."""
        return value

    def _on_input(self, change: Any) -> None:  # noqa: ANN401 - traitlets' change
        if self._follower:
            return
        try:
            with self.hold_sync():
                self.settle()
                if change.name in self.SETTINGS:
                    self.view = msgspec.to_builtins(self.own_view())
        except LtoPlanError as error:
            self.set_trait(change.name, change.old)
            raise t.TraitError(str(error)) from None

    @t.default("_esm")
    def _default_esm(self) -> str:
        return bundle(f"{self.KIND}.shared.js" if self._follower else f"{self.KIND}.js")

    @t.default("_css")
    def _default_css(self) -> str:
        return bundle("chart.css")

    @t.validate("viewport")
    def _ascending(self, proposal: Any) -> Any:  # noqa: ANN401 - traitlets' proposal
        window = proposal.value
        if window is not None and not window[0] < window[1]:
            raise t.TraitError(f"viewport: {window} is not allowed. Mend: give the first and the last x value, the first one smaller.")
        return window

    @classmethod
    def refuse_unknown(cls, given: Iterable[str]) -> None:
        """Raise `InputError` for a name that is not a trait; it says the nearest one that is."""
        known = (*cls.public_traits(), "layout")
        for name in given:
            if name not in known:
                raise _no_such_trait(cls.__name__, name, known)

    @classmethod
    def check_parameters(cls, given: Mapping[str, Any]) -> None:
        """Raise `InputError` for settings that a visualization of this kind cannot have: an unknown name, or a value out of range."""
        for name, value in given.items():
            if name not in cls.LOCAL:
                raise _no_such_trait(cls.__name__, name, cls.LOCAL)
            try:
                cls.class_traits()[name].validate(None, value)
            except t.TraitError as error:
                raise InputError(
                    Finding(
                        code="bad-parameter", severity="error", column=name, message=f"{name}: {error}", mend="correct it or leave it out"
                    )
                ) from None

    def _refuse_fields(self, given: Iterable[str]) -> None:
        for name in given:
            if name not in (*self.LOCAL, "layout"):
                raise _belongs_to_plan(name, self.LOCAL)


def _checked_plan(plan: object) -> SharedPlan:
    if isinstance(plan, SharedPlan):
        return plan
    message = f"plan: a shared plan is needed, found {type(plan).__name__}"
    raise InputError(Finding(code="not-a-plan", severity="error", column="plan", message=message, mend="give what open_plan(path) returns"))


def _no_such_trait(kind: str, name: str, known: tuple[str, ...]) -> InputError:
    near = difflib.get_close_matches(name, known, 1)
    mend = f"did you mean {near[0]!r}?" if near else f"it takes: {', '.join(known)}"
    return InputError(Finding(code="unknown-argument", severity="error", column=name, message=f"{kind} takes no {name!r}", mend=mend))


def _belongs_to_plan(name: str, local: tuple[str, ...]) -> InputError:
    message = f"{name} follows the plan; on a plan only these can be given: {', '.join(local)}"
    return InputError(
        Finding(
            code="follows-the-plan", severity="error", column=name, message=message, mend=f"set .{name} afterwards, which edits the plan"
        )
    )
