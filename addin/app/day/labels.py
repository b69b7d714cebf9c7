"""The desk's words for items, rulings, components and steps: Japanese and English, one pair for one idea."""

from calc.margin.requirement import Component

ITEMS = {
    "settlement_price": ("清算値段", "Settlement price"),
    "margin": ("証拠金等", "Margin (end of day)"),
    "intraday": ("日中当初証拠金", "Intraday initial margin"),
}
COMPONENTS = {
    Component.BASE: ("基礎基準額", "Base amount"),
    Component.SHORT_CHARGE: ("ショートチャージ", "Short charge"),
    Component.BID_OFFER: ("ビッド・オファーチャージ", "Bid/offer charge"),
    Component.CREDIT_EVENT: ("クレジットイベント証拠金", "Credit event margin"),
    Component.SINGLE_NAME: ("シングルネーム証拠金", "Single name margin"),
    Component.ADD_ON: ("割増・加算", "Multiplier and add-on"),
    Component.TOTAL: ("所要額 合計", "Requirement"),
}
MEASURES = {
    "im": ("当初証拠金", "Initial margin"),
    "vm": ("変動証拠金", "Variation margin"),
    "clearing_fund": ("清算基金", "Clearing fund"),
    "intraday_im": ("日中当初証拠金", "Intraday initial margin"),
}
STEPS = {
    "read": ("読込", "Read"),
    "prices": ("清算値段", "Settlement prices"),
    "margin": ("証拠金計算", "Margin"),
    "compare": ("照合", "Compare"),
    "rule": ("適用判定", "Ruling"),
    "record": ("記録", "Record"),
    "write": ("出力", "Write"),
}
_APPLIES = {
    "pending": ("未定", "pending"),
    "today": ("当日", "today's"),
    "previous_day": ("前日", "previous day's"),
    "set_by_jscc": ("JSCCが定める値段", "set by JSCC"),
    "renotified": ("再通知額", "renotified"),
    "originally_notified": ("当初通知額", "originally notified"),
    "previous_day_house": ("前日の自己分", "previous day's house"),
}


def applies_label(applies: str | None) -> tuple[str, str]:
    """Return what applies in both languages; None means that the plan has no rule."""
    return _APPLIES.get(applies or "", ("定めなし（JSCCへ連絡）", "no rule: call JSCC"))
