"""What columns are called in files that other systems write, in English, German, French, Spanish and Italian."""

import re
import unicodedata

_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^0-9A-Za-z]+")
_KEY_PARTS = frozenset({"id", "ids", "key", "nr", "nbr", "no", "num", "number", "code", "uc", "name", "nummer", "numero"})
"""What stands beside the noun in the name of a column of keys."""
_IDLE_PARTS = frozenset({"is", "the", "of", "flag", "col", "de", "la", "du", "im", "in"})

KEYS = frozenset({"item", "location", "campaign", "event"})
FLAGS = frozenset({"stock_out", "promotion", "closed"})

WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "item": (
        (
            "item", "sku", "product", "article", "upc", "ean", "gtin", "plu", "meal", "dish", "recipe", "menu item",
            "artikel", "artikelnummer", "artikelnr", "produkt", "produktnummer", "gericht",
            "produit", "produto", "producto", "articulo", "prodotto", "articolo",
        ),
    ),
    "location": (
        (
            "location", "loc", "store", "shop", "place", "site", "branch", "outlet", "restaurant", "center", "centre", "point sale",
            "filiale", "filialnummer", "filialnr", "markt", "laden", "standort", "restaurant",
            "magasin", "tienda", "local", "sucursal", "negozio", "loja",
        ),
    ),
    "date": (
        (
            "date", "day", "ds", "week start", "week start date", "week begin", "week beginning", "week date", "week", "start week",
            "sales date", "sale date", "order date", "order dt", "transaction date", "business date", "invoice date", "dt",
            "week end", "week end date", "week ending", "week ending date", "weekend date", "time", "timestamp", "transaction timestamp", "transaction time", "order timestamp", "datetime", "date time", "sold at",
            "datum", "tag", "verkaufsdatum", "buchungsdatum", "kalendertag", "woche", "wochenbeginn", "kalenderwoche",
            "jour", "semaine", "date vente", "fecha", "dia", "semana", "fecha venta", "data", "giorno", "settimana",
        ),
    ),
    "units": (
        (
            "units", "qty", "quantity", "units sold", "sold units", "unit sales", "sales units", "sales qty", "qty sold",
            "sales quantity", "quantity sold", "sold quantity", "pieces", "num orders", "order qty", "move", "nb units",
            "menge", "absatz", "absatzmenge", "verkaufsmenge", "verkaufte menge", "stuck", "stuckzahl",
            "quantite", "quantite vendue", "quantites", "unites", "unites vendues", "cantidad", "cantidad vendida", "unidades",
            "quantita", "quantita venduta", "pezzi", "quantidade",
        ),
        ("sales", "sold", "volume", "demand", "orders", "verkaufe", "verkauf", "ventes", "ventas", "vendite"),
    ),
    "price": (
        (
            "price", "unit price", "sales price", "sale price", "sell price", "selling price", "retail price", "checkout price", "net price",
            "price paid", "avg price", "average price", "price per unit", "price unit", "preis", "vk preis", "verkaufspreis", "stuckpreis",
            "einzelpreis", "prix", "prix unitaire", "prix vente", "precio", "precio unitario", "precio venta", "prezzo", "prezzo unitario",
        ),
    ),
    "stock_out": (
        ("stock out", "stockout", "out stock", "oos", "sold out", "ausverkauft", "rupture", "rupture stock", "agotado", "esaurito"),
    ),
    "promotion": (
        (
            "promotion", "promo", "on promotion", "onpromotion", "on promo", "onpromo", "promoted", "promotional",
            "aktion", "aktionsflag", "angebot", "werbung", "en promotion", "en promo", "promocion", "en promocion", "promozione",
        ),
        ("feature", "feat", "display", "homepage featured", "featured", "emailer for promotion", "sale", "deal", "on deal"),
    ),
    "closed": (("closed", "shut", "geschlossen", "ferme", "cerrado", "chiuso"),),
    "campaign": (("campaign", "kampagne", "campagne", "campana", "campagna"),),
    "event": (("event", "launch", "ereignis", "evenement", "evento"),),
    "start": (
        (
            "start", "start date", "first day", "first date", "from", "date from", "begin", "begin date", "valid from", "launch date",
            "von", "beginn", "startdatum", "gultig von", "debut", "date debut", "inicio", "fecha inicio", "inizio", "data inizio",
        ),
    ),
    "end": (
        (
            "end", "end date", "last day", "last date", "to", "date to", "until", "valid to", "valid until", "bis", "ende", "enddatum",
            "gultig bis", "fin", "date fin", "fecha fin", "fine", "data fine",
        ),
    ),
}  # fmt: skip
"""By role: names in the order in which they are taken; a later tuple only where nothing of the former ones is there."""


def plain_name(name: str) -> str:
    r"""A column's name as it is compared: parts in lower case, without accents and signs, joined by ``_``.

    >>> plain_name("\ufeffUnits Sold "), plain_name("StoreNbr"), plain_name("Quantité")
    ('units_sold', 'store_nbr', 'quantite')
    """
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", name.replace("ß", "ss")) if not unicodedata.combining(letter))
    return "_".join(part.lower() for part in _PARTS.split(bare) if part)


def is_called(role: str, name: str) -> tuple[int, int] | None:
    """Tuple and position of a name among what a role is called, the likeliest (0, 0); None where it is not among them.

    >>> is_called("item", "code_article"), is_called("units", "Sales"), is_called("units", "Store")
    ((0, 3), (1, 0), None)
    """
    plain = plain_name(name)
    parts = _bare(role, plain.split("_"))
    for tier, words in enumerate(WORDS[role]):
        for rank, word in enumerate(words):
            if plain == word.replace(" ", "_") or (parts and parts == _bare(role, word.split())):
                return tier, rank
    return (0, len(WORDS[role][0])) if role == "campaign" and plain == "id" else None


def ends_a_week(name: str) -> bool:
    """Whether a column's name says that weeks are dated by their last day.

    >>> ends_a_week("WEEK_END_DATE"), ends_a_week("weekend"), ends_a_week("week_start")
    (True, False, False)
    """
    parts = set(plain_name(name).split("_"))
    return "week" in parts and bool(parts & {"end", "ending", "ended"})


def _bare(role: str, parts: list[str]) -> frozenset[str]:
    return frozenset(parts) - _IDLE_PARTS - (_KEY_PARTS if role in KEYS else frozenset())
