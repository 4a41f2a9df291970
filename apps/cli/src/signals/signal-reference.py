"""The signals of docs/SIGNALS.md by their formulas, each value anew from all of its rows: no step is shared with the code.

    python3 signal-reference.py > signal-reference.json                 the project's recordings alone
    RECORDINGS=<folder> python3 signal-reference.py > signal-reference.json   and both legs of recordings of one's own

Only the standard library. recorded-signals.spec.ts compares to 1e-9.
"""

import csv
import gzip
import json
import math
import os
import sys
from pathlib import Path

HOUR = 3_600_000
DAY = 24 * HOUR
ANCHOR = 90 * DAY
PROJECT = Path(__file__).resolve().parents[3] / "replay-exchange" / "recordings"


def rows_of(path):
    with gzip.open(path, "rt") as file:
        return list(csv.DictReader(file))


def settled(path):
    rows = [list(row.values()) for row in rows_of(path)]
    stamps = [round(int(row[0]) / HOUR) * HOUR for row in rows]
    return [
        (at, float(row[-1]), (at - before) / HOUR)
        for row, at, before in zip(rows[1:], stamps[1:], stamps)
    ]


def since_anchor(rows):
    """Rows since the anchor before the last one, by the last row's time."""
    from_ms = math.floor(rows[-1][0] / ANCHOR) * ANCHOR - ANCHOR
    return [row for row in rows if row[0] >= from_ms]


def average(points, tau):
    """Closed form of an EMA on irregular steps: x0 e^(-T/tau) + sum of x_i (1 - e^(-d_i/tau)) e^(-(T - t_i)/tau)."""
    last, first = points[-1][0], points[0]
    parts = [first[1] * math.exp(-(last - first[0]) / HOUR / tau)]
    for (before, _), (at, value) in zip(points, points[1:]):
        alpha = 1 - math.exp(-(at - before) / HOUR / tau)
        parts.append(value * alpha * math.exp(-(last - at) / HOUR / tau))
    return math.fsum(parts)


def weighted_slope(points, tau):
    """Weighted least squares about the weighted means; an hour."""
    last = points[-1][0]
    weights = [math.exp(-(last - at) / HOUR / tau) for at, _ in points]
    xs = [(at - last) / HOUR for at, _ in points]
    return line_slope(weights, xs, [value for _, value in points])


def line_slope(weights, xs, ys):
    total = math.fsum(weights)
    x_mean = math.fsum(w * x for w, x in zip(weights, xs)) / total
    y_mean = math.fsum(w * y for w, y in zip(weights, ys)) / total
    together = math.fsum(w * (x - x_mean) * (y - y_mean) for w, x, y in zip(weights, xs, ys))
    spread = math.fsum(w * (x - x_mean) ** 2 for w, x in zip(weights, xs))
    return together / spread if spread > 0 else None


def half_life(window):
    hourly = [rate / hours for _, rate, hours in window]
    if len(hourly) < 30:
        return None
    mean = math.fsum(hourly) / len(hourly)
    apart = [value - mean for value in hourly]
    alone = math.fsum(value**2 for value in apart)
    phi = math.fsum(a * b for a, b in zip(apart, apart[1:])) / alone
    step = math.fsum(hours for _, _, hours in window) / len(window)
    if phi <= 0:
        return 0.0
    return step * math.log(0.5) / math.log(phi)


def sign(value):
    return (value > 0) - (value < 0)


def regime(points):
    """Hysteresis by the average after each settlement, from the anchor on."""
    usual, name = 0.0001 / 8, None
    for many in range(1, len(points) + 1):
        value = average(points[:many], 72)
        if value >= (1.5 if name == "rich" else 2) * usual:
            name = "rich"
        elif value < (0.25 * usual if name == "inverted" else 0):
            name = "inverted"
        else:
            name = "calm"
    return name


def funding_values(rows):
    now, rate, hours = rows[-1]
    window = [row for row in rows if row[0] > now - 90 * DAY]
    month = [row for row in rows if row[0] > now - 30 * DAY]
    points = [(at, r / h) for at, r, h in since_anchor(rows)]
    slope = weighted_slope(points, 72)
    run = 0
    for _, one, _ in reversed(window):
        if one < 0.0003:
            break
        run += 1
    return {
        "level": sum(r / h <= rate / hours for _, r, h in window) / len(window),
        "trend": average(points, 24) - average(points, 168),
        "slope": None if slope is None else slope * 24,
        "persistence": sign(rate) * sum(sign(r) == sign(rate) for _, r, _ in month) / len(month),
        "halfLifeHours": half_life(window),
        "regime": regime(points),
        "richRun": run,
        "tailRate": sorted(r for _, r, _ in window)[math.floor(0.001 * len(window))],
    }


def turnover_trend(rows):
    """Rows: (closed at, turnover)."""
    now = rows[-1][0]
    if rows[0][0] > now - 14 * DAY:
        return None
    week = math.fsum(value for at, value in rows if now - 7 * DAY < at <= now)
    before = math.fsum(value for at, value in rows if now - 14 * DAY < at <= now - 7 * DAY)
    return week / before - 1


def basis_values(all_rows):
    """Rows: (closed at, basis)."""
    rows = since_anchor(all_rows)
    now = rows[-1][0]
    weights = [math.exp(-(now - at) / HOUR / 168) for at, _ in rows]
    total = math.fsum(weights)
    mean = math.fsum(w * b for w, (_, b) in zip(weights, rows)) / total
    variance = math.fsum(w * (b - mean) ** 2 for w, (_, b) in zip(weights, rows)) / total
    if len(rows) < 48:
        return {"basisScore": None, "basisHalfLifeHours": None, "basisVolatility": None}
    pairs = list(zip(weights[1:], rows, rows[1:]))
    ws = [w for w, _, _ in pairs]
    phi = line_slope(ws, [a[1] for _, a, _ in pairs], [b[1] for _, _, b in pairs])
    hours = math.fsum(w * (b[0] - a[0]) / HOUR for w, a, b in pairs)
    moves = math.fsum(w * (b[1] - a[1]) ** 2 for w, a, b in pairs)
    life = 0.0 if phi <= 0 else hours / math.fsum(ws) * math.log(0.5) / math.log(phi)
    return {
        "basisScore": (rows[-1][1] - mean) / math.sqrt(variance),
        "basisHalfLifeHours": life,
        "basisVolatility": math.sqrt(moves / hours),
    }


def checked_rows(many, times):
    """After which rows values are expected: evenly, the last one too."""
    return sorted({round((many - 1) * (i + 1) / times) for i in range(times)} | {0, 40})


def funding_case(name, path):
    rows = settled(path)
    expected = [{"after": i, **funding_values(rows[: i + 1])} for i in checked_rows(len(rows), 16)]
    return {"market": name, "expected": expected}


def candle_case(name, perp_path, spot_path):
    """Without spot an hour's open stands in for the other leg: the formula is the same."""
    hours = rows_of(perp_path)
    spot = {row["timestamp"]: row["close"] for row in rows_of(spot_path)} if spot_path else None
    traded, basis = [], []
    expected = []
    wanted = set(checked_rows(len(hours), 10))
    for i, row in enumerate(hours):
        close = float(row["close"])
        other = row["open"] if spot is None else spot.get(row["timestamp"])
        at = int(row["timestamp"]) + HOUR
        traded.append((at, float(row["volume"]) * close))
        if other is not None:
            basis.append((at, (close - float(other)) / float(other)))
        if i in wanted:
            expected.append(
                {"after": i, "turnoverTrend": turnover_trend(traded), **basis_values(basis)}
            )
    return {"market": name, "expected": expected}


def spread_case(own, other):
    """Two exchanges settle at the same instants; expected after each of the own ones that the other has too."""
    here = [(at, r / h) for at, r, h in settled(own)]
    there = [(at, r / h) for at, r, h in settled(other)]
    from_ms, to_ms = max(here[0][0], there[0][0]), min(here[-1][0], there[-1][0])
    here, there = ([p for p in one if from_ms <= p[0] <= to_ms] for one in (here, there))
    return [
        {
            "atMs": here[i][0],
            "venueSpread": average(here[: i + 1], 24)
            - average([p for p in there if p[0] <= here[i][0]], 24),
        }
        for i in checked_rows(len(here), 10)
    ]


def main():
    bybit, binance = PROJECT / "bybit", PROJECT / "binance"
    answer = {
        "funding": [
            funding_case(f"bybit {name}", bybit / "funding" / f"{name}.csv.gz")
            for name in ("BTCUSDT", "INJUSDT", "TONUSDT")
        ],
        "candles": [
            candle_case(f"bybit {name}", bybit / "1h" / f"{name}.csv.gz", None)
            for name in ("APEUSDT", "BTCUSDT")
        ],
        "spread": spread_case(
            bybit / "funding" / "DOGEUSDT.csv.gz", bybit / "funding" / "XRPUSDT.csv.gz"
        ),
        "legs": [],
    }
    mine = os.environ.get("RECORDINGS", "")
    if mine:
        legs = Path(mine) / "legs" / "binance"
        answer["legs"] = [
            candle_case(
                f"binance {name}", legs / "1h" / f"{name}.csv.gz", legs / "spot-1h" / f"{name}.csv.gz"
            )
            for name in ("XTZUSDT", "INJUSDT")
        ]
    json.dump(answer, sys.stdout, indent=1)
    print()


main()
