"""What the first page of the margin book says."""

from workbooks.about import About

PURPOSE = (
    (
        "通知された所要額を自分の計算と口座ごとに照合し、疑義があれば期限までに伝える",
        "Compare what JSCC notified with your own amounts, and challenge it in time",
    ),
    (
        "いま適用される額と条項、それで残る不足、翌営業日に動く額を示す",
        "Show what applies by which clause, what it leaves uncovered, and what moves next",
    ),
    (
        "スプレッドを変えると試算になる。記録・送信・出力は日次フォルダの値で行う",
        "Edited spreads are a what-if; records, challenges and files rest on the folder",
    ),
)
STEPS = (
    (
        "1",
        "略号、業務日、日次フォルダを確かめ、取込 を押す（参加者は空なら全社）",
        "Check initials, date and folder; press Import (participant blank: all of them)",
    ),
    (
        "2",
        "「口座」で ✗ を見る。差の大きい内訳と「内訳」「通知」のページで理由を探す",
        "Look at ✗ on Accounts; find the reason by the pages Components and Notified",
    ),
    (
        "3",
        "確認 を押すと、口座ごとの指摘と次の一手が横に出る",
        "Press Check: what was found, and what next, appears beside",
    ),
    (
        "4",
        "疑義を伝える口座に x（1）、送信（2）: 下書きができ、記録される。まず電話で伝える",
        "Put x beside an account (1), press Send (2): drafts are made and recorded. Call first",
    ),
    (
        "5",
        "計算 で一日を計算して控えに残し、「内訳」でいまの額と比べる。出力 でアップロード用ファイル",
        "Calculate records the day; compare on Components. Export makes the upload file",
    ),
)
STATES = (
    ("● 一致 agrees", "差は許容額以内", "Within the tolerance"),
    ("✗ 相違 differs", "差が許容額を超える。疑義を検討する", "Beyond the tolerance: consider a challenge"),
    (
        "－ 計算なし not computed",
        "当方の計算がない。「内訳」の状態に理由がある",
        "No own amount; the page Components says why",
    ),
    ("－ 通知なし none notified", "通知額がまだない", "Nothing was notified yet"),
    (
        "－ 不明 gap 2",
        "合計に分からない額が2口座ある。表の下に分かる分の計がある",
        "Two accounts have no amount; beneath the table is the sum of the known ones",
    ),
    (
        "✗ 別の日 other day",
        "判定が業務日のものでない。適用額は出さない",
        "Rulings are not of the business date; no amount is applied",
    ),
    (
        "▲ 暫定 provisional",
        "決まるまでの額。変わり得る",
        "Holds until it is decided, and may change",
    ),
    (
        "－ 未対応（後日） not yet",
        "この版ではまだ計算しない",
        "Not computed by this version",
    ),
)
BUTTONS = {
    "IMPORT": (
        "日次フォルダから建玉・市場・通知額・前日の額・口座を読み、控えに残す",
        "Read positions, market, accounts and amounts from the day's folder; recorded",
    ),
    "CHECK": (
        "ブックの額を照合し、口座ごとに判定と指摘を横に書く。記録はしない",
        "Compare the book's amounts; findings beside each account. Nothing is recorded",
    ),
    "CALCULATE": (
        "日次フォルダの一日を計算して控えに残し、内訳を「控え」の欄に書く",
        "Compute and record the day of the folder; its components go beside the live ones",
    ),
    "SEND": (
        "x の口座の疑義の下書き（電話・メール）を作り、記録する。送るのは人",
        "Make the drafts that challenge marked accounts, and record it. A person sends them",
    ),
    "EXPORT": (
        "日次フォルダの所要額をアップロード用ファイルにし、承認を求める",
        "Make the requirements' upload file from the day's folder and ask for approval",
    ),
}
ABOUT = About(
    "margin",
    ("証拠金ブックの説明", "About the margin workbook"),
    purpose=PURPOSE,
    steps=STEPS,
    states=STATES,
    buttons=BUTTONS,
)
