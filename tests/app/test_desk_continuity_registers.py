"""取込 and 宣言 of the registers: contacts, roster and movers, which stay as typed and are compared with the record."""

from continuity_hand import ContinuityHand

from addin.store.journal import Journal


def entries(home):
    with Journal(home) as journal:
        return list(journal.entries())


def test_import_brings_the_registers_of_the_folder(home):
    """Contacts, roster and movers of the example stand in their tables; nothing is recorded by that."""
    hand = ContinuityHand()
    told = hand.done("IMPORT")
    assert told["said"]["en"] == (
        "Imported: contacts 11 roster 21 movers 5. "
        "37 rows are not recorded: enter your initials, press Declare on each page"
    )
    assert hand.rows("HIKAE_CONTACTS")[0]["role"] == "自社要員 own staff"
    assert hand.rows("HIKAE_ROSTER")[4]["day"] == 46346.0
    assert hand.rows("HIKAE_MOVERS")[-1]["task"] == "機材と控えの持出し"
    assert entries(home) == []


def test_import_prepares_the_call_tree_from_the_same_contacts(home):
    """Whom to call by which means stands there before anything is declared."""
    assert not home.exists()
    hand = ContinuityHand()
    hand.done("IMPORT")
    row = hand.row("HIKAE_CALLS", "対策本部")
    assert (row["state"], row["next"], row["address"]) == ("● 未連絡 to call", "一般電話\nlandline", "03-0000-0001")
    assert [row["body"] for row in hand.rows("HIKAE_POLLS")][-1] == "情報ベンダー V"


def test_declaring_a_register_records_each_row_once(home):
    """Every row gets its mark; pressing again finds the same entries."""
    hand = ContinuityHand()
    hand.done("IMPORT")
    assert hand.declare("HIKAE_CONTACTS")["said"]["en"] == "Recorded 11 of 11; 0 stood there already"
    kept = hand.rows("HIKAE_CONTACTS_KEPT")
    assert [row["recorded"] for row in kept[:2]] == ["○ 記録済 recorded #1", "○ 記録済 recorded #2"]
    assert kept[0]["name"] == hand.rows("HIKAE_CONTACTS")[0]["name"]
    assert hand.declare("HIKAE_CONTACTS")["said"]["en"] == "Recorded 0 of 11; 11 stood there already"
    assert len(entries(home)) == 11


def test_a_changed_row_supersedes_the_older_entry(hand, home):
    """Only it is recorded, and the call tree uses the new number."""
    before = len(entries(home))
    hand.fill("HIKAE_CONTACTS", "対策本部", landline="03-0000-9999")
    assert hand.declare("HIKAE_CONTACTS")["said"]["en"].startswith("Recorded 1 of 11")
    (entry,) = entries(home)[before:]
    assert entry.body["supersedes"] == entries(home)[0].key
    assert hand.row("HIKAE_CALLS", "対策本部")["address"] == "03-0000-9999"


def test_what_stands_beside_a_register_follows_its_rows(hand):
    """A row put in between moves the echo with the rows, so that the sheet compares what belongs together."""
    rows = [list(row) for row in hand.sheet.read("HIKAE_MOVERS").rows]
    rows = [rows[0], ["新しい仕事", "SK", "TY", ""], *rows[1:-1]]
    hand.sheet.write({"HIKAE_MOVERS": rows})
    hand.declare("HIKAE_MOVERS")
    kept = hand.rows("HIKAE_MOVERS_KEPT")
    assert [row["task"] for row in kept[:2]] == ["新しい仕事", "決済"]


def test_a_withdrawn_contact_leaves_the_call_tree(hand):
    """Its row says so and may then be cleared."""
    hand.fill("HIKAE_CONTACTS", "対策本部", withdrawn="はい yes")
    hand.declare("HIKAE_CONTACTS")
    assert "対策本部" not in [row["contact"] for row in hand.rows("HIKAE_CALLS")]


def test_registers_of_the_record_go_before_those_of_the_folder(hand):
    """What a desk has declared comes back, marked as recorded; the example does not overwrite it."""
    hand.fill("HIKAE_CONTACTS", "対策本部", landline="03-0000-9999")
    hand.declare("HIKAE_CONTACTS")
    again = ContinuityHand(hour=18, minute=56)
    again.done("IMPORT")
    assert again.rows("HIKAE_CONTACTS")[0]["landline"] == "03-0000-9999"
    assert again.rows("HIKAE_CONTACTS_KEPT")[0]["recorded"].startswith("○ 記録済")
