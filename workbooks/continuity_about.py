"""説明 / What the first page of the continuity book says."""

from workbooks.about import About

PURPOSE = (
    (
        "緊急事態で、何が止まり、誰に連絡し、何を決め、次の期限が何かを一つの画面で見る。",
        "One screen in an emergency: what is hit, who was told, what is decided, which cut-off is next.",
    ),
    (
        "宣言した事実は控えに残り、後から直せない。直すときは新しい行を宣言する。",
        "What is declared stays in the record and is never edited; a correction is a new row.",
    ),
)
STEPS = (
    (
        "1",
        "略号を入れる。当日の業務では「見る時点」を空にする",
        "Enter your initials; today leave the fixed instant empty",
    ),
    ("2", "発災ページを記入し、宣言 を押す。本部の一覧が変わる", "Fill in Incident, press Declare; the board follows"),
    ("3", "報告ページで手順・業務・外部機関を報告し、宣言", "Report steps, businesses and bodies on Reports; Declare"),
    ("4", "連絡網ページで次の手段を試し、結果を宣言", "Try the next means on Calls; declare what came of it"),
    ("5", "決めたことは判断ページ、センターはセンターページ", "Decisions on Decisions; the centre on Centre"),
    ("6", "適用 で控えページに一覧を書き、印刷・FAXする", "Apply writes the board on Board, to print and fax"),
    (
        "平時",
        "取込 のあと、連絡先・要員・移動の各ページで 宣言。本部に「▲ 記入済・未記録」が残らないように",
        "Before: after Import declare contacts, roster and movers, until Headquarters shows none waiting",
    ),
)
STATES = (
    ("○", "済んだ・続いている", "Done, or going on"),
    ("●", "いま動いている、または有効", "Going on now, or in force"),
    ("▲", "途中・注意。続きや確認がいる", "Under way, or to be looked at"),
    ("✗", "止まった・遅れた・人がいない。先に手を打つ", "Stopped, late, or nobody there: act first"),
    ("－", "該当なし・まだ報告なし・未記録", "Not called for, no report yet, not recorded"),
    (
        "取消線",
        "時点が90秒より古い（控えページは書いた時点。別の日・未記録も）。使わない",
        "As-of over 90 s old (Board: its own instant, another day, or not recorded); do not use",
    ),
)
BUTTONS = {
    "IMPORT": (
        "連絡先・要員・移動の登録簿を、控えから（なければ日次フォルダから）読み込む",
        "Read contacts, roster and movers from the record, else from the day's folder",
    ),
    "DECLARE": (
        "いま開いているページの記入をすべて控えに残す。一つでも誤りがあれば何も残さない",
        "Record everything filled in on the page in front; nothing at all if one cell is wrong",
    ),
    "APPLY": (
        "判定の時点の一覧を、値として全ページに書く（宣言前の記入は残る）",
        "Write the board of the instant as values on all pages; what is typed stays",
    ),
}
ABOUT = About(
    "continuity",
    ("事業継続ブックの説明", "About the continuity workbook"),
    purpose=PURPOSE,
    steps=STEPS,
    states=STATES,
    buttons=BUTTONS,
)
