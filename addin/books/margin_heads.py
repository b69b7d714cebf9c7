"""The heads of the tables of a day's margin report: Japanese, English, width, number form."""

from addin.books.style import BP, NOTIONAL, YEN, Head

RULING_HEADS = (
    Head("項目", "Item", 32, wrap=True),
    Head("適用", "What applies", 34, wrap=True),
    Head("条項", "Clause", 14, wrap=True),
    Head("理由", "Why", 84, wrap=True),
    Head("次の期限", "Valid until", 26),
)
STEP_HEADS = (
    Head("手順", "Step", 32),
    Head("状態", "State", 34),
    Head("指摘数", "Findings", 14),
    Head("結果", "Result", 84, wrap=True),
)
APPROVAL_HEADS = (
    Head("承認の対象", "What needs two persons", 32, wrap=True),
    Head("承認", "Approval", 34, wrap=True),
    Head("内容", "Content", 14),
    Head("作成者と確認者", "Maker and checker", 84, wrap=True),
)
ACCOUNT_HEADS = (Head("口座", "Account", 11), Head("参加者", "Participant", 12), Head("区分", "Kind", 10))
COMPARE_HEADS = (
    Head("当方の計算", "Own", 18, YEN),
    Head("通知額 当初", "Notified first", 18, YEN),
    Head("差額", "Difference", 18, "+#,##0;-#,##0;0"),
    Head("判定", "Verdict", 24),
    Head("通知額 最新", "Notified last", 18, YEN),
    Head("差額", "Difference", 18, "+#,##0;-#,##0;0"),
    Head("判定", "Verdict", 24),
    Head("適用額", "Applied", 18, YEN),
)
CAUSE_HEADS = (
    Head("版", "Version", 10),
    Head("口座", "Account", 12),
    Head("何が", "What", 40, wrap=True),
    Head("通知額", "Notified", 18, YEN),
    Head("当方の計算", "Own", 18, YEN),
    Head("前日", "Previous day", 18, YEN),
    Head("考えられる原因", "Probable cause", 80, wrap=True),
    Head("差額", "Difference", 18, "+#,##0;-#,##0;0"),
)
PRICE_HEADS = (
    Head("銘柄", "Instrument", 15),
    Head("適用", "Applies", 22),
    Head("条項", "Clause", 12),
    Head("清算値段 bp", "Settlement price", 14, BP),
    Head("情報ベンダー bp", "Vendor", 14, BP),
    Head("気配合成値 bp", "Composite", 14, BP),
    Head("前日 bp", "Previous day", 14, BP),
    Head("前日比 bp", "Change", 12, "+#,##0.00;-#,##0.00;0.00"),
    Head("提出者数", "Contributors", 12),
)
POSITION_HEADS = (
    Head("口座", "Account", 12),
    Head("銘柄", "Instrument", 18),
    Head("想定元本 百万円", "Notional, ¥ million", 20, NOTIONAL),
)
FILE_HEADS = (Head("ファイル", "File", 32), Head("内容のハッシュ", "SHA-256", 70))
SETTING_HEADS = (
    Head("設定", "Setting", 32),
    Head("値", "Value", 70),
    Head("単位", "Unit", 10),
    Head("根拠", "Source", 60),
    Head("設定者", "Set by", 14),
    Head("時刻", "When", 26),
)
FINDING_HEADS = (
    Head("重さ", "Severity", 14),
    Head("場所", "Where", 34),
    Head("コード", "Code", 22),
    Head("内容と次の一手", "What and what next", 70, wrap=True),
    Head("", "In English", 70, wrap=True),
)
