"""The page of the last results: each section's figures between two markers, the words around them kept."""

from pathlib import Path

FILE = Path(__file__).parents[2] / "docs/benchmarks.md"


def write(section: str, figures: str) -> None:
    """Put a section's figures in place of those from before; a section that is not there yet is appended."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else "# Benchmarks\n"
    begin, end = (f"<!-- {edge} of figures: {section} -->" for edge in ("begin", "end"))
    if begin not in text:
        text = f"{text.rstrip()}\n\n## {section}\n\n{begin}\n{end}\n"
    before, _, rest = text.partition(begin)
    after = rest.partition(end)[2]
    FILE.write_text(f"{before}{begin}\n\n{figures}\n\n{end}{after}", encoding="utf-8")
