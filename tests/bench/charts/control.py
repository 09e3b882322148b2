"""The control: a path of 200 points redrawn by the page alone, on an input event or on a pointer's move."""

import anywidget

from tests.bench.charts.curve import HEIGHT, POINTS, SPREAD, START, WIDTH, X_RANGE, Y_RANGE

ESM = f"""
const path = (mean) => {{
  let d = "";
  for (let i = 0; i < {POINTS}; i += 1) {{
    const x = (i / {POINTS - 1}) * {X_RANGE[1]};
    const y = Math.exp(-0.5 * ((x - mean) / {SPREAD}) ** 2);
    d += `${{i ? "L" : "M"}}${{(x / {X_RANGE[1]} * {WIDTH}).toFixed(1)}},${{({HEIGHT} * (1 - y / {Y_RANGE[1]})).toFixed(1)}}`;
  }}
  return d;
}};
export default {{
  render({{ el }}) {{
    el.innerHTML = `<input class="bench-source" type="range" min="700" max="1700" step="1" value="{START}" style="width: {WIDTH}px">
      <svg width="{WIDTH}" height="{HEIGHT}"><path fill="none" stroke="currentColor" stroke-width="2"/>
      <circle class="bench-handle" r="10" cx="{WIDTH // 2}" cy="{HEIGHT // 2}"/></svg>`;
    const [input, svg, line, handle] = ["input", "svg", "path", "circle"].map((name) => el.querySelector(name));
    const draw = (mean) => line.setAttribute("d", path(mean));
    const follow = (event) => draw((event.clientX - svg.getBoundingClientRect().left) / {WIDTH} * {X_RANGE[1]});
    input.addEventListener("input", () => draw(input.valueAsNumber));
    handle.addEventListener("pointerdown", () => {{
      window.addEventListener("pointermove", follow);
      window.addEventListener("pointerup", () => window.removeEventListener("pointermove", follow), {{ once: true }});
    }});
    draw({START});
  }},
}};
"""


class Control(anywidget.AnyWidget):
    """What the platform allows: nothing leaves the page."""

    _esm = ESM


def chart() -> Control:
    """The control, which nothing in the kernel drives."""
    return Control()
