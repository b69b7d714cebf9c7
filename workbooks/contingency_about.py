"""What the first page of the contingency book says: its purpose, the steps, the states, and its buttons."""

from workbooks.about import About

PURPOSE = (
    (
        "障害のとき、次の期限・することと担当・適用されるものを一枚で読み、宣言・連絡・引継を控えに残す。",
        "In a failure: next cut-off, duties, who acts and what applies on one page; what is done goes on record.",
    ),
    (
        "判定は取り込んだ日次事実と宣言した事実による。どちらもない日は「判定なし」と出る。",
        "Rulings rest on the day's facts as imported, and on declared ones; with neither there is no ruling.",
    ),
)
STEPS = (
    (
        "1",
        "略号と業務日を入れる。日次フォルダがあれば 取込、なければそのまま次へ",
        "Enter initials and date; press 取込 if there is a day's folder, else go on",
    ),
    (
        "2",
        "何かが起きたら「宣言」に一行書き、宣言 を押す。「今やること」がすぐ変わる",
        "When something happens write a line on Declare, press 宣言; Now changes at once",
    ),
    (
        "3",
        "「今やること」を上から読む。次の期限、要対応、適用の順",
        "Read Now from the top: next cut-off, duties, what applies",
    ),
    (
        "4",
        "「手順」を読みながら行い、時刻か略号を入れる。連絡は「連絡」「周知」に入れる",
        "Read and do the checklist, tick items; enter what was sent and who was reached",
    ),
    (
        "5",
        "そのシートを前にして 宣言 を押す。控えの番号が行に出る",
        "With that sheet in front press 宣言; each row shows its number in the record",
    ),
    (
        "6",
        "交代のとき 適用 を押し、「引継」を印刷して二人で読む",
        "At a change of shift press 適用, print Handover, read it together",
    ),
)
STATES = (
    ("● 要対応 to do", "こちらがする。期限内", "Ours to do, still in time"),
    ("▲ 待ち expected", "相手がするのを待つ", "Somebody else's to do; wait for it"),
    ("✗ 超過 overdue", "期限を過ぎた。先頭に出る", "Past its time; stands first"),
    ("✗ 未了 missed", "送らないまま次に追い越された", "Never done, overtaken by the next"),
    ("○ 済 / 記録済", "済んだ。#番号で控えにある", "Done; in the record under its number"),
    ("◎ 適用中 in force", "その条項がいま効いている", "The clause is in force now"),
    ("－ なし / 判定なし", "何もない、または根拠となる事実がない", "Nothing, or no facts to rule on"),
    ("取り消し線", "時点が 90 秒より古い。読まずに時点を新しくする", "As-of older than 90 s: renew it before reading"),
)
BUTTONS = {
    "IMPORT": (
        "日次フォルダの事実を控えに残し、連絡・周知・連絡先・計画・引継を書き出す",
        "Keep the folder's facts in the record; write notices, grid, contacts, plan, handover",
    ),
    "APPLY": (
        "いま適用されるものを決定として控えに残し、全シートをその時点にする",
        "Record what applies as decisions, and bring every page to that instant",
    ),
    "SEND": (
        "いま出す通知の原稿を、日英の文面で作る（送るのは人）",
        "Make the drafts of the notices that are due, in both languages; a person sends them",
    ),
    "EXPORT": (
        "「今やること」を文字だけの一枚にする（印刷・FAX用）",
        "Make a page of plain text of what Now says, to print or fax",
    ),
    "DECLARE": (
        "前に出したシートの記入（事実・手順・連絡・周知・連絡先）を控えに残す",
        "Record what is filled in on the sheet in front: facts, ticks, notices, grid, contacts",
    ),
}
ABOUT = About(
    "contingency",
    ("非常時対応ブックの説明", "About the contingency workbook"),
    purpose=PURPOSE,
    steps=STEPS,
    states=STATES,
    buttons=BUTTONS,
)
