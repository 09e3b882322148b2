"""Amounts of money in a sentence, as charts and panels tell them."""

_SIGNS = {
    "AUD": "$",
    "BRL": "R$",
    "CAD": "$",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "$",
    "NZD": "$",
    "PLN": "zł",
    "USD": "$",
}
"""Signs by ISO 4217 code; another currency is told by its code."""
_SIZES = ((1e9, "bn"), (1e6, "M"), (1e3, "k"))
_DIGITS = 3
_LEAST_SHORT = 10_000.0
"""From here on an amount is told in thousands."""
_CENTS_BELOW = 100.0
_ROUNDS_UP = 0.9995
"""What would round to a thousand of one size is told in the next."""


def money_words(amount: float, currency: str) -> str:
    """An amount with its currency, in about three digits; without a currency the number alone.

    >>> [money_words(amount, "USD") for amount in (4.3, 42, 250, 31_598, 126_000, 999_700, 1_434_000)]
    ['$ 4.30', '$ 42.00', '$ 250', '$ 31.6k', '$ 126k', '$ 1.00M', '$ 1.43M']
    >>> money_words(-1_250, "EUR"), money_words(9_120, "CHF"), money_words(9_120, "")
    ('-€ 1,250', 'CHF 9,120', '9,120')
    """
    size = abs(amount)
    scale, suffix = next((one for one in _SIZES if size >= max(_LEAST_SHORT, one[0] * _ROUNDS_UP)), (1.0, ""))
    told = size / scale
    digits = max(0, _DIGITS - len(f"{told:.0f}")) if suffix else 2 * (told < _CENTS_BELOW)
    sign = _SIGNS.get(currency, currency)
    return f"{'-' if amount < 0 else ''}{sign} {told:,.{digits}f}{suffix}".replace("- ", "-").strip()
