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
        "確認 を押すと、指摘・考えられる原因・疑義の文案が横に出る。根拠は「照合」にある",
        "Press Check: findings, probable cause and challenge text appear; evidence on Compare",
    ),
    (
        "4",
        "疑義を伝える口座に x（1）、送信（2）: 下書きができ、記録される。まず電話で伝える",
        "Put x beside an account (1), press Send (2): drafts are made and recorded. Call first",
    ),
    (
        "5",
        "計算 で一日を計算して控えに残す: 変動・清算基金・日中・要因・履歴が入る。出力 でアップロード用ファイル",
        "Calculate records the day and fills Variation to History. Export makes the upload file",
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
        "－ 未計算 not computed",
        "計算 を押すと入る。入らない口座は理由の欄を見る",
        "Press Calculate; where it stays, see what is in the way",
    ),
    (
        "－ 確認不可 cannot check",
        "手元の資料では確かめられない（清算基金は一参加者では計算できない）",
        "Cannot be checked from what is here: a fund needs every participant's accounts",
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
        "日次フォルダの一日を計算して控えに残し、照合・要因・変動・清算基金・日中・履歴を埋める",
        "Compute and record the folder's day; fills Compare, Explain, Variation, Fund, Intraday, History",
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
