"""The control that moves every peer's line: a bare anywidget around a range input."""

import time
from collections.abc import Callable

import anywidget
import traitlets as t

from tests.bench.charts.curve import START, WIDTH

ESM = f"""
export default {{
  render({{ model, el }}) {{
    const input = document.createElement("input");
    Object.assign(input, {{ type: "range", min: 700, max: 1700, step: 1, value: model.get("value"), className: "bench-source" }});
    input.style.width = "{WIDTH}px";
    input.addEventListener("input", () => {{
      model.set("value", input.valueAsNumber);
      model.save_changes();
    }});
    el.append(input);
  }},
}};
"""


class Source(anywidget.AnyWidget):
    """A number that a person drags; the kernel hears of every one."""

    _esm = ESM
    value = t.Float(START).tag(sync=True)


def driving(show: Callable[[float], None]) -> Source:
    """A source whose value is shown by the given function, in the kernel."""
    source = Source()
    source.observe(lambda change: show(change.new), "value")
    return source


def stamped(widget: t.HasTraits, trait: str) -> list[tuple[float, float]]:
    """Values of a trait with the second of the clock at which the kernel's observer heard of them, filled as they come."""
    stamps: list[tuple[float, float]] = []
    widget.observe(lambda change: stamps.append((change.new, time.time())), trait)
    return stamps
