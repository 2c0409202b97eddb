"""Prices of other years: ``{{inflation|US|300|1938}}`` in the money of the last year that is known.

The index is that of United States consumer prices, all items, all urban consumers, 1982–84 = 100,
annual averages (Bureau of Labor Statistics, series CUUR0000SA0). Those of other countries
are not included.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from wikibrief.layouts.measures.numbers import read_number

__all__ = ["index_year", "inflate", "sign_of"]

_FIRST = 1913
_US = [Decimal(value) for value in """
 9.9 10.0 10.1 10.9 12.8 15.1 17.3 20.0 17.9 16.8 17.1 17.1 17.5 17.7 17.4 17.1 17.1 16.7 15.2 13.7
13.0 13.4 13.7 13.9 14.4 14.1 13.9 14.0 14.7 16.3 17.3 17.6 18.0 19.5 22.3 24.1 23.8 24.1 26.0 26.5
26.7 26.9 26.8 27.2 28.1 28.9 29.1 29.6 29.9 30.2 30.6 31.0 31.5 32.4 33.4 34.8 36.7 38.8 40.5 41.8
44.4 49.3 53.8 56.9 60.6 65.2 72.6 82.4 90.9 96.5 99.6 103.9 107.6 109.6 113.6 118.3 124.0 130.7
136.2 140.3 144.5 148.2 152.4 156.9 160.5 163.0 166.6 172.2 177.1 179.9 184.0 188.9 195.3 201.6
207.342 215.303 214.537 218.056 224.939 229.594 232.957 236.736 237.017 240.007 245.120 251.107
255.657 258.811 270.970 292.655 304.702 313.689
""".split()]  # fmt: skip
_INDEXES = {"us": _US}
_MOST_PLACES = 12


_SIGNS = {
    "$": "$", "a$": "A$", "ars": "ARS", "au$": "A$", "aud": "A$", "bdt": "৳", "brl": "R$",
    "c$": "CA$", "ca$": "CA$", "cad": "CA$", "can$": "CA$", "chf": "CHF", "cny": "CN¥",
    "cn¥": "CN¥", "czk": "Kč", "dkk": "kr.", "eur": "€", "euro": "€", "frf": "F", "gbp": "£",
    "hk$": "HK$", "hkd": "HK$", "huf": "Ft", "ils": "₪", "india rs": "₹", "indian rupee": "₹",
    "inr": "₹", "jpy": "¥", "jp¥": "JP¥", "krw": "₩", "mex$": "Mex$", "mxn": "Mex$", "myr": "RM",
    "ngn": "₦", "nis": "₪", "nok": "kr", "nt$": "NT$", "nz$": "NZ$", "nzd": "NZ$",
    "philippine peso": "₱", "php": "₱", "pkr": "Rs", "pln": "zł", "pound": "£",
    "pound sterling": "£", "r$": "R$", "reichsmark": "ℛℳ", "rm": "ℛℳ", "rmb": "CN¥", "rub": "₽",
    "ruble": "₽", "russian ruble": "₽", "s$": "S$", "sek": "kr", "sgd": "S$", "shekel": "₪",
    "sk won": "₩", "south african rand": "R", "thb": "฿", "try": "₺", "tt$": "TT$", "ttd": "TT$",
    "turkish lira": "₺", "twd": "NT$", "uah": "₴", "us dollar": "US$", "us$": "US$", "usd": "US$",
    "vnd": "₫", "yen": "¥", "zar": "R", "£": "£", "¥": "¥", "৳": "৳", "฿": "฿", "₦": "₦",
    "₩": "₩", "₪": "₪", "₫": "₫", "€": "€", "₱": "₱", "₴": "₴", "₹": "₹", "₺": "₺", "₽": "₽",
}  # fmt: skip


def sign_of(name: str) -> str:
    """The sign of the money that a transclusion is named after, as written before an amount."""
    sign = _SIGNS.get(name.strip().lower(), "")
    return f"{sign}\u00a0" if sign[-1:].isalpha() and sign != "F" else sign


def index_year(index: str) -> str:
    """The last year that an index knows; nothing for an unknown index."""
    values = _INDEXES.get(index.strip().lower())
    return str(_FIRST + len(values) - 1) if values else ""


def inflate(index: str, amount: str, year: str, places: str = "") -> str:
    """An amount of ``year`` in the money of the index's last year; nothing where that is not known.

    ``places`` are those after the point, negative ones before it.
    """
    values = _INDEXES.get(index.strip().lower())
    number = read_number(amount)
    place = int(year) - _FIRST if year.strip().isdecimal() and len(year.strip()) == 4 else -1
    if not values or number is None or not 0 <= place < len(values):
        return ""
    sum_then = Decimal(number.value.numerator) / Decimal(number.value.denominator)
    try:
        digits = max(-_MOST_PLACES, min(int(places or 0), _MOST_PLACES))
        step = Decimal(1).scaleb(-digits)
        worth = (sum_then * values[-1] / values[place]).quantize(step, ROUND_HALF_UP)
    except (InvalidOperation, ValueError):
        return ""
    return f"{worth:f}"
