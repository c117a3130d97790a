#!/usr/bin/env python3
"""Tells the verdict of a drill anew, from what `arvak drill export` wrote: docs/drills.md, and nothing of Årvåk's own code.

    drill_verdict.py [--key FILE] FOLDER...     one line of JSON for each folder; exits with 1 when one differs or is not whole

`--key` is the key of the supplier's webhook; without it, what was told of each signature when it came is taken, and the
line says so (`"signatures": "told"`). Only Python's standard library is used (3.11 or newer).
"""
import argparse
import base64
import datetime
import email
import email.policy
import email.utils
import hashlib
import hmac
import json
import pathlib
import re
import sys

REPLAY_MS = 5 * 60 * 1000
MARK = re.compile(r"arvak-([0-9a-f]{32})(?![0-9a-f])")
RAW_BYTES_MAX = 4 * 1024 * 1024


def canonical(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def millis(text: str) -> int:
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z", text)
    whole = datetime.datetime.fromisoformat(found[1] + "+00:00").timestamp()
    return int(whole) * 1000 + int(((found[2] or ".")[1:] + "000")[:3])


class Unreadable(Exception):
    pass


class Raw:
    """A receipt as read: id, when it arrived, what was signed, whether the sender is proven / a word / wrong / unchecked."""

    def __init__(self, sender, texts, ident=None, arrived=None, signed_at=None, of=None):
        self.sender, self.ident, self.arrived, self.signed_at, self.of = sender, ident, arrived, signed_at, of
        self.texts = [text.lower() for text in texts]

    def holds(self, text):
        return any(text.lower() in held for held in self.texts)

    def other_mark(self, own):
        return any("arvak-" + nonce != own for held in self.texts for nonce in MARK.findall(held))


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from strings(one)


def webhook(raw: bytes, key):
    ends = [(at, len(end)) for end in (b"\r\n\r\n", b"\n\n") if (at := raw.find(end)) >= 0]
    if not ends:
        raise Unreadable
    at, length = min(ends)
    body, headers = raw[at + length:], {}
    for line in raw[:at].decode("utf-8", "strict").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), []).append(value.strip())
    wanted = [headers.get("webhook-" + name, []) for name in ("id", "timestamp", "signature")]
    if any(len(values) != 1 for values in wanted):
        raise Unreadable
    (ident,), (second,), (signatures,) = wanted
    if not ident or len(ident) > 200 or not re.fullmatch(r"0|-?[1-9][0-9]{0,15}", second):
        raise Unreadable
    sender = "unchecked"
    if key is not None:
        right = hmac.new(key, f"{ident}.{second}.".encode() + body, hashlib.sha256).digest()
        given = [one[3:] for one in signatures.split(" ")[:8] if one.startswith("v1,")]
        sender = "proven" if any(hmac.compare_digest(right, decoded(one)) for one in given) else "wrong"
    texts = [body.decode("utf-8", "replace")]
    try:
        texts += strings(json.loads(body))
    except ValueError:
        pass
    return Raw(sender, texts, ident=ident, signed_at=int(second) * 1000)


def decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def bare(header: str) -> str:
    """A header with a blank for each comment; one with a quote, or with comments that do not end as they begin, is not read."""
    if '"' in header or "\\" in header:
        return ""
    out, depth = [], 0
    for sign in header:
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth < 0:
                return ""
            out.append(" ")
        elif depth == 0:
            out.append(sign)
    return "".join(out) if depth == 0 else ""


def within(domain: str, of: str) -> bool:
    domain = domain.rstrip(".").lower()
    return domain == of or domain.endswith("." + of)


def mail(raw: bytes, rule):
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    if "from" not in message:
        raise Unreadable
    sender = mail_sender(message, rule) if rule else "wrong"
    texts = []
    for part in message.walk():
        for name, value in part.items():
            texts.append(str(value))
            try:
                words = email.header.decode_header(str(value))
                texts.append("".join(w.decode(c or "ascii", "replace") if isinstance(w, bytes) else w for w, c in words))
            except (ValueError, LookupError):
                pass
        if not part.is_multipart():
            body = part.get_payload(decode=True) or b""
            texts.append(body.decode("utf-8", "replace"))
            texts.append(body.decode("latin-1"))
    arrived = None
    received = message.get_all("received") or []
    if sender == "proven" and received:
        date = bare(str(received[0])).rpartition(";")[2]
        try:
            arrived = int(email.utils.parsedate_to_datetime(" ".join(date.split())).timestamp()) * 1000
        except (ValueError, TypeError):
            pass
    ident = message.get("message-id")
    return Raw(sender, texts, ident=ident and ident.strip().strip("<>"), arrived=arrived)


def mail_sender(message, rule) -> str:
    senders = message.get_all("from") or []
    addresses = email.utils.getaddresses([str(one) for one in senders])
    if len(senders) != 1 or len(addresses) != 1:
        return "wrong"
    if not within(addresses[0][1].rpartition("@")[2], rule["domain"]):
        return "wrong"
    if rule["authserv"] is None:
        return "word"
    results = message.get_all("authentication-results") or [""]
    parts = bare(str(results[0])).split(";")
    if (parts[0].split() or [""])[0].lower() != rule["authserv"]:
        return "wrong"
    for part in parts[1:]:
        words = part.split()
        if words and words[0].lower() == "dkim=pass":
            if any(word.startswith("header.d=") and within(word[9:], rule["domain"]) for word in words[1:]):
                return "proven"
    return "wrong"


def person(raw: bytes):
    word = json.loads(raw)
    if set(word) - {"of"} != {"v", "by", "at", "said"} or word["v"] != 1:
        raise Unreadable
    return Raw("word", [word["said"]], arrived=millis(word["at"]), of=word.get("of"))


def file(raw: bytes):
    """A text is searched; of a picture only its bytes are kept, and a person says what stands in it."""
    try:
        return Raw("word", [raw.decode("utf-8", "strict")])
    except UnicodeError:
        return Raw("word", [])


def asked_at(record):
    """When the supplier was asked for a marker that a backup can have; None when it was not, or cannot have it."""
    steps = {one["step"]: one for one in reversed(record["emissions"]) if one.get("step") and one["is_done"]}
    if set(steps) != {"entered", "deleted", "asked"} or "restore_to" not in steps["asked"] or "stays_ms" not in record["plan"]:
        return None
    entered, deleted, asked = (millis(steps[step]["at"]) for step in ("entered", "deleted", "asked"))
    whole = entered + record["plan"]["stays_ms"] <= deleted <= asked
    return asked if whole and entered <= millis(steps["asked"]["restore_to"]) <= deleted else None


def read(channel, raw, key, plan):
    if raw is None or len(raw) > RAW_BYTES_MAX:
        raise Unreadable
    try:
        if channel == "webhook":
            return webhook(raw, key)
        if channel == "file":
            return file(raw)
        return mail(raw, plan["mail"]) if channel == "mail" else person(raw)
    except (ValueError, TypeError, KeyError, UnicodeError) as error:
        raise Unreadable from error


def judge(record, key, raws):
    plan = record["plan"]
    mark, skew = "arvak-" + plan["nonce"], plan["skew_ms"]
    times = [(millis(one["at"]), one["is_done"]) for one in record["emissions"]]
    t0 = min((at for at, _ in times), default=None)
    is_restore = plan["kind"] == "restore"
    if is_restore:
        t0 = asked_at(record)
        times = [(t0, True)] if t0 is not None else []
    handed_over = {one["raw"] for one in record["receipts"] if one["channel"] == "file"}
    agreed = {"webhook": plan["webhook_key"] is not None, "mail": plan["mail"] is not None, "person": plan["person"],
              "file": plan.get("file", False)}
    codes, counting = [], []
    for receipt in record["receipts"]:
        came = millis(receipt["at"])
        try:
            raw = read(receipt["channel"], raws.get(receipt["raw"]), key, plan)
        except Unreadable:
            codes.append("unreadable")
            continue
        at = came if raw.arrived is None else min(came, raw.arrived)
        code = "unmarked"
        is_reading = receipt["channel"] == "person" and agreed["file"] and raw.of in handed_over
        if not agreed[receipt["channel"]] and not is_reading:
            code = "not_agreed"
        elif raw.sender == "wrong" or (raw.sender == "unchecked" and receipt["is_signed"] is not True):
            code = "forged"
        elif raw.signed_at is not None and abs(raw.signed_at - came) > REPLAY_MS + skew:
            code = "replayed"
        elif t0 is None or at + skew < t0:
            code = "before"
        elif at > t0 + plan["listen_ms"] + skew:
            code = "after"
        elif raw.holds(plan["looks_for"]):
            code = "marked"
        elif raw.other_mark(mark):
            code = "other_mark"
        if code in ("marked", "unmarked") or (is_restore and code == "other_mark"):
            grade = "word" if raw.sender == "word" else "proven"
            counting.append((at, len(codes), (receipt["channel"], code, grade, raw.ident or receipt["raw"])))
        codes.append(code)
    found, counted = {"marked": [], "unmarked": [], "other_mark": []}, set()
    for at, index, name in sorted(counting):
        if name in counted:
            codes[index] = "doubled"
        else:
            counted.add(name)
            found[name[1]].append((at, name[2]))
    marked, unmarked, wrong = found["marked"], found["unmarked"], {grade for _, grade in found["other_mark"]}
    verdict = {"verdict": None, "grade": None, "detected_ms": None, "codes": codes}
    if record["stopped"] is not None or t0 is None:
        verdict["verdict"] = "stopped" if record["stopped"] is not None else "not_emitted"
        return verdict
    deadline = t0 + plan["within_ms"] + skew
    firsts = {grade: min(at for at, of in marked if of == grade) for grade in {of for _, of in marked}}
    ranked = [(firsts[grade], grade) for grade in ("proven", "word") if grade in firsts]
    timely = [one for one in ranked if one[0] <= deadline]
    if ranked:
        at, grade = (timely or ranked)[0]
        verdict.update(verdict="seen" if timely else "seen_late", grade=grade, detected_ms=max(0, at - t0))
    elif not any(done for _, done in times):
        verdict["verdict"] = "not_emitted"
    elif millis(record["judged_at"]) <= deadline:
        verdict["verdict"] = "pending"
    else:
        grades = wrong or {grade for at, grade in unmarked if at <= deadline}
        verdict["verdict"] = "seen_wrong" if wrong else "seen_without_mark" if grades else "not_seen"
        verdict["grade"] = next((grade for grade in ("proven", "word") if grade in grades), None)
    return verdict


def look(folder: pathlib.Path, key):
    record = json.loads((folder / "record.json").read_bytes())
    plan, told = record["plan"], json.loads((folder / "verdict.json").read_bytes())
    wrong = []
    seal = hashlib.sha256((folder / "plan.json").read_bytes()).hexdigest()
    if canonical(plan) != (folder / "plan.json").read_bytes():
        wrong.append("record.json holds another plan than plan.json")
    if hashlib.sha256((folder / "definition.toml").read_bytes()).hexdigest() != plan["definition"]:
        wrong.append("definition.toml is not the one in the plan")
    if (folder / "entry.json").exists():
        envelope = json.loads((folder / "entry.json").read_bytes())
        sealed = envelope.get("fact", {}).get("obligation", {}).get("id")
        if sealed != "drill." + seal:
            wrong.append("the ledger's entry holds another hash than that of plan.json")
        times = [millis(one["at"]) for one in record["emissions"]]
        if times and min(times) + plan["skew_ms"] < millis(envelope["received_at"]):
            wrong.append("it happened before its hash was in the ledger")
    if key is not None and hashlib.sha256(key).hexdigest() != plan["webhook_key"]:
        wrong.append("--key is not the key in the plan")
        key = None
    raws = {}
    for receipt in record["receipts"]:
        file = folder / "receipts" / receipt["raw"]
        if file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == receipt["raw"]:
            raws[receipt["raw"]] = file.read_bytes()
        elif file.exists():
            wrong.append(f"{file.name} holds other bytes than its name says")
    found = judge(record, key, raws)
    said = {name: told[name] for name in ("verdict", "grade", "detected_ms")}
    said["codes"] = [one["code"] for one in told["findings"]]
    if found != said:
        wrong.append(f"told was {json.dumps(said)}")
    signatures = "checked" if key is not None else "told"
    return {"drill": plan["id"], "seal": seal, "signatures": signatures, **found, "wrong": wrong}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--key", type=pathlib.Path)
    arguments.add_argument("folders", nargs="+", type=pathlib.Path)
    given = arguments.parse_args()
    key, all_right = given.key and given.key.read_bytes().strip(), True
    if key and key.startswith(b"whsec_"):
        key = base64.b64decode(key[6:], validate=True)
    for folder in given.folders:
        found = look(folder, key)
        all_right &= not found["wrong"]
        print(json.dumps(found, ensure_ascii=False))
    sys.exit(0 if all_right else 1)


if __name__ == "__main__":
    main()
