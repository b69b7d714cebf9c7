"""A small clearing house for tests of stress runs: its tables as text, and the same tables as CSV or Parquet."""

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq

from addin.app.stress_inputs import StressFiles

TABLES = {
    "instruments": """instrument,entity,kind,maturity,coupon_bp,recovery,spread_bp,index_factor,bid_offer_width_bp
IX,ITRAXX,index,2031-12-20,100,0.35,60,0.975,4
AA,AA,single,2029-12-20,100,0.35,40,,8
BB,BB,single,2031-12-20,500,0.2,900,1,30
""",
    "positions": """account,instrument,notional
P1H,IX,-5000000000
P1H,AA,2000000000
P1C,BB,400000000.25
P2C,BB,-300000000
P2C,AA,100000000
P3H,AA,7000000000
""",
    "curves": """curve_id,trade_date,kind,tenor,rate,mm_day_count,fixed_frequency,fixed_day_count,spot_lag_days
T,2026-11-20,swap,1Y,0.0065,,1,ACT/365F,2
T,2026-11-20,swap,5Y,0.0112,,1,ACT/365F,2
""",
    "scenarios": """scenario,kind,AA,BB,IX
s1,reference,40,1000.5,70
s2,reference,60,700,55
s3,stress,90,2500,120
s4,stress,20,400,30
""",
    "accounts": """account,participant,kind,affiliate_group,deposited_im,multiplier,add_on
P3H,P3,house,,9000000,1,0
P2C,P2,client,G,1000,1.1,7
P1H,P1,house,G,5000000,1,0
P1C,P1,client,,20000000,1,0
P4H,P4,house,,0,1,0
""",
}
STREAMED = ("positions", "scenarios", "history", "accounts")
WHOLE = ("deposited_im", "add_on")


def house(folder, *, as_parquet=False, **changes):
    """Return where the tables are once they are written; a change replaces a table, or leaves it out (None)."""
    paths = {}
    for name, text in {**TABLES, **changes}.items():
        if text is None:
            continue
        paths[name] = folder / (f"{name}.parquet" if as_parquet and name in STREAMED else f"{name}.csv")
        if paths[name].suffix == ".csv":
            paths[name].write_text(text, encoding="utf-8")
        else:
            written(paths[name], text)
    return StressFiles(**paths)


def written(path, text):
    """Write a table of text as Parquet: numbers as numbers, nothing as nothing, two rows in a group."""
    rows = list(csv.DictReader(io.StringIO(text)))
    columns = {name: [row[name] for row in rows] for name in next(csv.reader(io.StringIO(text)))}
    pq.write_table(pa.table({name: column(name, cells) for name, cells in columns.items()}), path, row_group_size=2)


def column(name, cells):
    """Return a column of the type that a program would give it."""
    kind = int if name in WHOLE else float
    try:
        return pa.array([kind(cell) if cell else None for cell in cells])
    except ValueError:
        return pa.array([cell or None for cell in cells])
