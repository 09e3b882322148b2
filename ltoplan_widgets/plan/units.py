"""The bounded number and text types that every field of a plan is made of.

Every number on the wire is a float: an integer that Python puts into a shared map comes back as a float.
Both ends of a range are given, so that infinities and NaN never enter a plan, and a pattern has its length beside it,
because Python's ``$`` lets a line break pass.
"""

from typing import Annotated

from msgspec import Meta

LIMIT = 1e12
"""Largest quantity or amount that a plan can hold."""

Units = Annotated[float, Meta(ge=0, le=LIMIT, description="units sold or ordered", extra_json_schema={"unit": "units"})]
Money = Annotated[float, Meta(ge=0, le=LIMIT, description="in the plan's currency", extra_json_schema={"unit": "money"})]
Pack = Annotated[float, Meta(ge=1, le=LIMIT, description="units in one case", extra_json_schema={"unit": "units"})]
Days = Annotated[float, Meta(ge=0, le=3650, description="calendar days", extra_json_schema={"unit": "days"})]
Factor = Annotated[float, Meta(ge=0, le=1000, description="times the weight that it has otherwise; 0 leaves it out")]
Rank = Annotated[float, Meta(ge=-1e9, le=1e9, description="position among its siblings, ascending")]
LONGEST_NAME = 200
LONGEST_TEXT = 4000
"""Most characters of a name, and of a text."""

Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Key = Annotated[str, Meta(max_length=200, pattern=r"^(?!__proto__$)", description="any text but __proto__, which JavaScript reserves")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", max_length=10, description="ISO date")]
Moment = Annotated[str, Meta(max_length=40, description="ISO date and time with zone, or empty")]
Colour = Annotated[str, Meta(pattern=r"^(#[0-9a-fA-F]{6})?$", max_length=7, description="#rrggbb, or empty for the theme's")]
"""`Colour` is a hexadecimal colour; empty means that the theme decides."""

Number = Annotated[float, Meta(ge=-LIMIT, le=LIMIT, description="any finite number")]
Coordinate = Annotated[float, Meta(ge=-1e15, le=1e15, description="position on a chart's axis; of dates epoch milliseconds, UTC")]
Scalar = Text | Number | bool | None
"""What a field of a record may hold."""
