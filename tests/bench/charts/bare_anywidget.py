"""A bare anywidget: the kernel sends the curve as bytes, the page sets one path."""

from collections.abc import Callable

import anywidget
import traitlets as t

from tests.bench.charts.curve import HEIGHT, START, WIDTH, Y_RANGE, bell

ESM = f"""
export default {{
  render({{ model, el }}) {{
    el.innerHTML = `<svg width="{WIDTH}" height="{HEIGHT}"><path class="bench-curve" fill="none" stroke="currentColor" stroke-width="2"/></svg>`;
    const line = el.querySelector("path");
    const draw = () => {{
      const {{ buffer, byteOffset, byteLength }} = model.get("heights");
      const heights = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
      const step = {WIDTH} / (heights.length - 1);
      line.setAttribute("d", Array.from(heights, (y, i) => `${{i ? "L" : "M"}}${{(i * step).toFixed(1)}},${{({HEIGHT} * (1 - y / {Y_RANGE[1]})).toFixed(1)}}`).join(""));
    }};
    model.on("change:heights", draw);
    draw();
  }},
}};
"""


class Curve(anywidget.AnyWidget):
    """A curve that the kernel computes."""

    _esm = ESM
    heights = t.Bytes().tag(sync=True)


def chart() -> tuple[Curve, Callable[[float], None]]:
    """The widget, and what shows another mean."""
    curve = Curve(heights=bell(START).tobytes())

    def show(mean: float) -> None:
        curve.heights = bell(mean).tobytes()

    return curve, show
