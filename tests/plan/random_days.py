"""Random days for the reference model: few facts, most of them at or beside a cut-off, some learned late."""

CUTS = {
    "settlement_price": [16 * 3600, 18 * 3600, 19 * 3600],
    "margin": [18 * 3600, 19 * 3600, 20 * 3600],
    "intraday": [13 * 3600, 13 * 3600 + 1800],
}
FAMILY = {"settlement_price": "price", "margin": "margin", "intraday": "intraday"}
RESULTS = ["computed", "uploaded", "flagged", "confirmed", "renotified"]
WORDS = {
    "settlement_price": ["failed", "recovered", "received", "set_by_jscc"],
    "margin": [*RESULTS, "previous_day_ordered"],
    "intraday": RESULTS,
}
APPLIES = {
    "settlement_price": ("today", "previous_day", "set_by_jscc"),
    "margin": ("today", "renotified", "originally_notified", "previous_day"),
    "intraday": ("today", "renotified", "previous_day_house"),
}
BESIDE = [-3600, -1800, -600, -60, -1, 0, 0, 1, 60, 600, 1800]
NAMES = {"settlement_price": "instruments", "margin": "participants", "intraday": "participants"}


def instant_near(random, item):
    """Return an instant at a cut-off, beside one, or anywhere around it."""
    return random.choice(CUTS[item]) + random.choice([*BESIDE, random.randint(-7200, 7200)])


def random_fact(random, item, name):
    """Return one fact of an item: sometimes known late, a part only, or of one participant or instrument."""
    word = random.choice(WORDS[item])
    fact = {"what": f"{FAMILY[item]}.{word}", "at": instant_near(random, item), "id": name}
    if random.random() < 0.15:
        fact["known"] = fact["at"] + random.choice([60, 1800, 3600, -100])
    if item == "margin" and word in ("computed", "uploaded") and random.random() < 0.35:
        fact["measures"] = random.sample(["im", "vm", "clearing_fund"], random.randint(1, 2))
    if random.random() < 0.2:
        fact[NAMES[item]] = [random.choice(["A", "B"])]
    return fact


def random_facts(random, item):
    """Return the facts of one random day, in random order."""
    facts = [random_fact(random, item, f"f{n}") for n in range(random.randint(0, 6))]
    if item == "settlement_price" and random.random() < 0.6:
        facts.append({"what": "margin.computed", "at": instant_near(random, item), "id": "margin"})
    if random.random() < 0.15:
        departed = {"what": "principle.departed", "at": instant_near(random, item), "item": item, "id": "departed"}
        facts.append({**departed, "applies": random.choice(APPLIES[item]), "reference": "R", "second_person": "S"})
    if facts and random.random() < 0.15:
        retracted = random.choice(facts)["id"]
        facts.append({"what": "fact.retracted", "id": retracted, "at": instant_near(random, item), "reason": "x"})
    random.shuffle(facts)
    return facts
