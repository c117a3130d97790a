#!/usr/bin/env python3
"""Tells the verdict of a call-out test anew, from what `arvak callout export` wrote: docs/callouts.md, and nothing of Årvåk's own code.

    callout_verdict.py FOLDER...     one line of JSON for each folder; exits with 1 when one differs or is not whole

Only Python's standard library is used (3.11 or newer).
"""
import datetime
import hashlib
import json
import pathlib
import re
import sys


def canonical(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def millis(text: str) -> int:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z", text)
    whole = datetime.datetime.fromisoformat(found[1] + "+00:00").timestamp()
    return int(whole) * 1000 + int(((found[2] or ".")[1:] + "000")[:3])


def moment(plan) -> int:
    drawn = int.from_bytes(hashlib.sha256(plan["nonce"].encode()).digest()[:8], "big")
    begin = millis(plan["from"])
    return begin + drawn % max(1, millis(plan["to"]) - begin)


def judge(record):
    plan, calls = record["plan"], record["calls"]

    def got_through(call):
        if call["sent_at"] is not None:
            return millis(call["sent_at"])
        return millis(call["begun_at"]) if call["acknowledged_at"] is not None else None

    t0 = min((at for call in calls if (at := got_through(call)) is not None), default=None)
    deadline = None if t0 is None else t0 + plan["within_ms"]
    answers = [
        (call["step"], at)
        for call in calls
        if call["acknowledged_at"] is not None
        and (at := millis(call["acknowledged_at"])) <= deadline + plan["within_ms"]
    ]
    first = min((at for _, at in answers), default=None)
    if record["stopped"] is not None:
        verdict = "stopped"
    elif first is not None:
        verdict = "answered" if first <= deadline else "answered_late"
    elif t0 is None:
        verdict = "not_called"
    else:
        verdict = "pending" if millis(record["judged_at"]) <= deadline else "unanswered"
    steps = []
    for number, _ in enumerate(plan["steps"], 1):
        own = [call for call in calls if call["step"] == number]
        answer = min((at for step, at in answers if step == number), default=None)
        if answer is not None:
            steps.append("answered" if answer <= deadline else "late")
        elif any(got_through(call) is not None for call in own):
            steps.append("silent")
        else:
            steps.append("not_reached" if own else "not_called")
    took = None if first is None else max(0, first - t0)
    return {"verdict": verdict, "took_ms": took, "steps": steps}


def look(folder: pathlib.Path):
    record = json.loads((folder / "record.json").read_bytes())
    plan, told, wrong = record["plan"], json.loads((folder / "verdict.json").read_bytes()), []
    written = (folder / "plan.json").read_bytes()
    seal = hashlib.sha256(written).hexdigest()
    if canonical(plan) != written:
        wrong.append("record.json holds another plan than plan.json")
    if moment(plan) != millis(plan["moment"]):
        wrong.append("the nonce draws another moment")
    begun = [millis(call["begun_at"]) for call in record["calls"]]
    if begun and min(begun) < millis(plan["moment"]):
        wrong.append("somebody was called before the moment")
    if (folder / "entry.json").exists():
        envelope = json.loads((folder / "entry.json").read_bytes())
        if envelope.get("fact", {}).get("obligation", {}).get("id") != "callout." + seal:
            wrong.append("the ledger's entry holds another hash than that of plan.json")
        if millis(plan["moment"]) < millis(envelope["received_at"]):
            wrong.append("its moment came before its hash was in the ledger")
    found = judge(record)
    said = {"verdict": told["verdict"], "took_ms": told["took_ms"], "steps": [one["reached"] for one in told["steps"]]}
    if found != said:
        wrong.append(f"told was {json.dumps(said)}")
    return {"callout": plan["id"], "seal": seal, **found, "wrong": wrong}


def main():
    all_right = True
    for folder in map(pathlib.Path, sys.argv[1:]):
        found = look(folder)
        all_right &= not found["wrong"]
        print(json.dumps(found, ensure_ascii=False))
    sys.exit(0 if all_right and len(sys.argv) > 1 else 1)


if __name__ == "__main__":
    main()
