"""The help page on runs over a whole house: what a run takes, computed from what was measured, and how to begin one.

`addin/help/ja/scale.md` and `addin/help/en/scale.md` are these pages; a test compares.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from addin.bench.house import MEGABYTE, Figures, Size, shipped_figures
from calc.text.wording import Words

HOUSE = Size(1_000_000, 300, 300, 100_000)
WORKERS = (1, 2, 4, 8, 16, 32)
NUMBER = 8  # bytes


class Language(StrEnum):
    """The language of a page."""

    JA = "ja"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Rates:
    """Seconds that each part of a run takes, from two runs of different shape.

    `cell` is one account, instrument and scenario on the processors of one worker; `collected` one account's result,
    on one computer however many workers there are; `position` a row that is read, `account` a row that is written.
    """

    cell: float
    collected: float
    position: float
    account: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Seconds of the steps of a run."""

    reading: float
    computing: float
    writing: float

    @property
    def total(self) -> float:
        """Return the seconds of the whole run."""
        return self.reading + self.computing + self.writing


def rates(figures: Figures) -> Rates:
    """Return the rates that both runs agree with: time = cells x rate + accounts x rate, two equations."""
    few, many = figures.runs
    determinant = few.size.cells * many.size.accounts - many.size.cells * few.size.accounts
    cell = (few.computing * many.size.accounts - many.computing * few.size.accounts) / determinant
    collected = (few.size.cells * many.computing - many.size.cells * few.computing) / determinant
    return Rates(cell, collected, many.reading / many.size.positions, many.writing / many.size.accounts)


def estimate(size: Size, workers: int, by: Rates) -> Estimate:
    """Return what a run of this size takes on so many workers, each as fast as the machine that was measured."""
    computing = size.cells * by.cell / workers + size.accounts * by.collected
    return Estimate(size.positions * by.position, computing, size.accounts * by.account)


_TITLE = Words("# 全口座のストレスとバックテスト", "# Stress and backtest over a whole house")
_ABOUT = Words(
    """`hikae stress` は全口座をすべてのシナリオで評価し、口座ごとの基礎基準額、損失の大きいシナリオ、証拠金を超える額を
`stress.csv` と `stress.json` に出します。銘柄はシナリオごとに一度だけ評価し、口座を分けて計算します。分け方、台数、
順序によらず金額は同じです。`--cluster` がなければこの計算機だけで計算します。

証拠金の額は `--notified`（当日の通知額）、なければ `--previous`（前日の適用額）、なければ口座の表の `deposited_im`
です。不足額は口座ごとに最悪のシナリオで数えます。参加者（関係会社を含む）の合計は、同じ一つのシナリオで起きる損失の
上限であり、口座の間では相殺しません。""",
    """`hikae stress` values every account in every scenario and writes each one's base amount, its worst scenarios
and what its margin leaves uncovered to `stress.csv` and `stress.json`. Each instrument is valued once in a scenario;
the accounts are shared out. The yen are the same however they are shared, on however many workers, in whatever order.
Without `--cluster` this computer alone computes.

The margin that is held is `--notified` (today's), else `--previous` (applied the day before), else `deposited_im` of
the accounts. What is uncovered counts each account in its own worst scenario: a participant's sum, with its
affiliates, bounds what can happen in one and the same scenario, and no account covers another.""",
)
_BEGIN = Words(
    """## 準備

`sh installer/run.sh --scale`（Windows は `installer\\run.cmd --scale`）が追加機能 `scale`（Dask と Parquet）を
入れます。なくても、`--cluster` と Parquet のほかはすべて動きます。

```sh
hikae stress … --cluster local              # この計算機の別プロセスで
.venv/bin/dask scheduler                    # 一台で。出てきた番地を使う
.venv/bin/dask worker tcp://HOST:8786       # 各計算機で。同じ版の Hikae と scale が要ります
hikae stress … --cluster tcp://HOST:8786
```

番地に届く人はそこで何でも実行できます。社内の網の中だけで、Dask のTLS設定とともに使ってください。""",
    """## Getting ready

`sh installer/run.sh --scale` (on Windows `installer\\run.cmd --scale`) adds the extra `scale`: Dask and Parquet.
Without it everything but `--cluster` and Parquet works.

```sh
hikae stress … --cluster local              # processes of this computer
.venv/bin/dask scheduler                    # on one computer; it says its address
.venv/bin/dask worker tcp://HOST:8786       # on each computer, with the same Hikae and the extra
hikae stress … --cluster tcp://HOST:8786
```

Whoever reaches the address can run anything there: use it inside your own network alone, with Dask's TLS settings.""",
)
_MEASURED = Words(
    """## 測ったもの

{machine}、{date}、`hikae bench --house`（三回のうち最も速いもの）。建玉とシナリオは Parquet です。""",
    """## Measured

{machine}, {date}, `hikae bench --house` (the best of three). Positions and scenarios are Parquet.""",
)
_MEASURED_HEAD = Words(
    "| 口座 | 銘柄 | シナリオ | 建玉の行 | 読込 秒 | 計算 秒 | 書出 秒 | メモリ MB |",
    "| Accounts | Instruments | Scenarios | Position rows | Reading s | Computing s | Writing s | Memory MB |",
)
_COMPUTED = Words(
    """## {accounts:,} 口座 × {instruments} 銘柄 × {scenarios:,} シナリオでは

次の表は上の測定からの**計算であり、実行したものではありません**。ワーカー一台は測った計算機と同じ速さとし、通信の
時間は入っていません。読込と書出は、何台あっても一台で行います。""",
    """## {accounts:,} accounts × {instruments} instruments × {scenarios:,} scenarios

This table is **computed from the figures above; it was not run**. A worker is as fast as the machine that was measured,
and the network's time is not in it. Reading and writing are done on one computer, however many workers there are.""",
)
_COMPUTED_HEAD = Words(
    "| ワーカー | 読込 | 計算 | 書出 | 全体 |", "| Workers | Reading | Computing | Writing | In all |"
)
_MINUTES = Words("{0:.1f} 分", "{0:.1f} min")
_SENT = Words(
    """評価した値 {shared:,.0f} MB は各ワーカーへ一度ずつ、口座の建玉 {weights:,.0f} MB は分けて送ります。
お使いの網の速さで割った時間を足してください。""",
    """The valued scenarios, {shared:,.0f} MB, go to each worker once; what the accounts hold, {weights:,.0f} MB, is
shared out among them. Add what your network takes for that.""",
)
_MEMORY = Words(
    """## メモリに入らない表

Parquet の建玉とシナリオは少しずつ読みます。建玉は口座の順に分け、メモリに入らない分は名前のない一時ファイル（一行
16 バイト、一時フォルダ）に置きます。履歴は一つの値を 8 バイトで持ちます。ほかの表は Parquet でも 20 MB、1,000 万欄
までです。検査と指摘は CSV と同じで、行番号も見出しを 1 行目と数えます。NaN は空欄ではなく指摘になり、空欄は null で
表します。一つの行グループは 2 GB までです。""",
    """## Tables beyond memory

Positions and scenarios in Parquet are read a little at a time. Positions are sorted into blocks of accounts; what
memory does not hold lies in nameless temporary files, 16 bytes a row, in the temporary folder. A history takes 8
bytes a value. Other tables may have 20 MB and 10 million cells, in Parquet, too. Checks and findings are those of
CSV, the header being row 1. NaN is no empty cell but a finding; an empty cell is a null. A row group may have 2 GB.""",
)


def scale_page(language: Language) -> Iterator[str]:
    """Yield the page's lines: what the commands do, what was measured, what a large house takes."""
    figures = shipped_figures()
    yield from (_said(_TITLE, language), "", *_said(_ABOUT, language).splitlines(), "")
    yield from (*_said(_BEGIN, language).splitlines(), "")
    yield from _measured(figures, language)
    yield from _computed(rates(figures), language)
    yield from ("", *_said(_MEMORY, language).splitlines())


def _said(words: Words, language: Language) -> str:
    return words.ja if language is Language.JA else words.en


def _measured(figures: Figures, language: Language) -> Iterator[str]:
    yield from (*_said(_MEASURED, language).format(machine=figures.machine, date=figures.date).splitlines(), "")
    yield from (_said(_MEASURED_HEAD, language), "|" + "---:|" * 8)
    for run in figures.runs:
        size = run.size
        whole = (size.accounts, size.instruments, size.scenarios, size.positions)
        seconds = (f"{each:.1f}" for each in (run.reading, run.computing, run.writing))
        yield f"| {' | '.join([*(f'{each:,}' for each in whole), *seconds, f'{run.megabytes:,}'])} |"


def _computed(by: Rates, language: Language) -> Iterator[str]:
    head = _said(_COMPUTED, language)
    said = head.format(accounts=HOUSE.accounts, instruments=HOUSE.instruments, scenarios=HOUSE.scenarios)
    yield from ("", *said.splitlines(), "", _said(_COMPUTED_HEAD, language), "|" + "---:|" * 5)
    for workers in WORKERS:
        made = estimate(HOUSE, workers, by)
        minutes = [made.reading, made.computing, made.writing, made.total]
        cells = [_said(_MINUTES, language).format(each / 60.0) for each in minutes]
        yield f"| {workers} | {' | '.join(cells)} |"
    shared = HOUSE.instruments * HOUSE.scenarios * NUMBER / MEGABYTE
    weights = HOUSE.accounts * HOUSE.instruments * NUMBER / MEGABYTE
    yield from ("", *_said(_SENT, language).format(shared=shared, weights=weights).splitlines())
