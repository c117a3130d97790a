"""Holds what `arvak probe` says of the zoo against what other scanners say, and writes docs/agreement.md.

Usage: agreement.py --arvak PROGRAM --zoo FOLDER --venv FOLDER [--testssl FOLDER] [--write docs/agreement.md]

A peer's answer counts only when it is shown that the peer did its work: every command completed, and something bad that
is known to be there found. Each difference must be explained in differences.toml, and each explanation must fit one.
"""

import argparse
import fnmatch
import json
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import peers
from facts import COMMON, ours_of_tls, ours_of_mail, ours_of_dns

HERE = Path(__file__).parent
LOOKS_AT_ONCE = 4


def look(arvak, zoo, kind, host):
    """All that our probe says of a host."""
    resolver = zoo["resolver"] if kind == "dns" else zoo["validator"] or zoo["resolver"]
    words = [arvak, "probe", kind, host["name"], "--allow", "127.0.0.0/8", "--resolver", resolver,
             "--roots", zoo["roots"], "--trust-anchor", zoo["trust_anchor"], "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        raise SystemExit(f"{host['name']}: {done.stderr}")
    return json.loads(done.stdout)


def looks(arvak, zoo, kind, hosts):
    with ThreadPoolExecutor(LOOKS_AT_ONCE) as pool:
        found = pool.map(lambda host: look(arvak, zoo, kind, host), hosts)
        return {host["name"]: seen for host, seen in zip(hosts, found)}


def compare(peer, ours, theirs):
    """Rows of peer, host, fact, what we say, what the peer says."""
    for host, facts in sorted(theirs.items()):
        for fact, said in sorted(facts.items()):
            mine = ours.get(host, {}).get(fact)
            # That a version without suites is not accepted is compared already.
            if mine is not None and said is not None and not (fact.startswith("suites") and not mine and not said):
                yield peer, host, fact, mine, said


def explanation(row, known):
    peer, host, fact, mine, said = row
    for place, entry in enumerate(known):
        if entry["peer"] == peer and fact in entry["facts"] and any(fnmatch.fnmatch(host, wanted) for wanted in entry["hosts"]):
            return place
    return None


def table(rows):
    equal, differ = {}, {}
    for peer, _, fact, mine, said in rows:
        counts = equal if mine == said else differ
        counts[(peer, fact)] = counts.get((peer, fact), 0) + 1
    lines = ["| peer | what is compared | equal | different |", "|---|---|---|---|"]
    for key in sorted(set(equal) | set(differ)):
        lines.append(f"| {key[0]} | {COMMON[key[1]]} | {equal.get(key, 0)} | {differ.get(key, 0)} |")
    return lines


def show(value):
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value)) or "none"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def difference_lines(rows, known):
    lines = ["| peer | hosts | what | we say | the peer says | why |", "|---|---|---|---|---|---|"]
    for place, entry in enumerate(known):
        fitting = [row for row in rows if row[3] != row[4] and explanation(row, known) == place]
        if not fitting:
            continue
        hosts = sorted({row[1] for row in fitting})
        facts = sorted({COMMON[row[2]] for row in fitting})
        _, _, _, mine, said = fitting[0]
        both = [only(mine, said), only(said, mine)] if isinstance(mine, list) else [show(mine), show(said)]
        names = ", ".join(f"`{host}`" for host in hosts[:4]) + (f" and {len(hosts) - 4} more" if len(hosts) > 4 else "")
        lines.append(f"| {entry['peer']} | {names} | {'; '.join(facts)} ({len(fitting)}) | {both[0]} | {both[1]} | {entry['why']} |")
    return lines


def only(these, those):
    """What stands on one side alone, of lists."""
    extra = [item for item in these if item not in those]
    names = ", ".join(extra[:3]) + (f" and {len(extra) - 3} more" if len(extra) > 3 else "")
    return f"besides: {names}" if extra else "nothing besides"


def document(rows, known, versions, done):
    equal = sum(1 for row in rows if row[3] == row[4])
    text = (HERE / "agreement.head.md").read_text()
    share = 100 * equal / len(rows)
    out = [text.strip(), "", "## Figures",
           f"{date.today().isoformat()}; {', '.join(f'{name} {version}' for name, version in versions.items())}.", "",
           f"{len(rows)} comparisons, {equal} equal (**{share:.1f} %**), {len(rows) - equal} different, all of them explained below.",
           "", "The proof that the peers worked:", ""]
    out += [f"- **{peer}**: {proof}" for peer, proof in done.items()]
    out += ["", *table(rows), "", "## Differences", "Where many hosts differ in the same way, what is said of the first is shown.",
            "", *difference_lines(rows, known), ""]
    return "\n".join(out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--arvak", required=True)
    parser.add_argument("--zoo", required=True, type=Path)
    parser.add_argument("--venv", required=True, type=Path)
    parser.add_argument("--testssl", type=Path, help="where its findings are kept, so that a second run need not wait")
    parser.add_argument("--write", type=Path)
    args = parser.parse_args()
    zoo = json.loads((args.zoo / "zoo.json").read_text())
    hosts = [host for host in zoo["hosts"] if not host["skipped"]]
    with_tls = [host for host in hosts if host["family"] == "tls" and not host["name"].startswith(peers.HOSTILE)]
    domains = [host for host in hosts if host["server"] == "knot"]

    ours = {name: ours_of_tls(said) for name, said in looks(args.arvak, zoo, "tls", with_tls).items()}
    records = {name: ours_of_mail(said) for name, said in looks(args.arvak, zoo, "mail", domains).items()}
    chains = {name: ours_of_dns(said) for name, said in looks(args.arvak, zoo, "dns", domains).items()}

    rows, done = [], {}
    for name, (found, proof), mine in (
        ("sslyze", peers.sslyze(args.venv, zoo, with_tls), ours),
        ("testssl.sh", peers.testssl(zoo, with_tls, args.testssl), ours),
        ("checkdmarc", peers.checkdmarc(args.venv, zoo, domains), records),
        ("unbound", peers.unbound(args.venv, zoo, domains), chains),
    ):
        done[name] = proof
        rows += compare(name, mine, found)
    known = tomllib.loads((HERE / "differences.toml").read_text()).get("difference", [])
    unexplained = [row for row in rows if row[3] != row[4] and explanation(row, known) is None]
    unused = [entry for place, entry in enumerate(known)
              if not any(row[3] != row[4] and explanation(row, known) == place for row in rows)]
    for row in unexplained:
        both = [only(row[3], row[4]), only(row[4], row[3])] if isinstance(row[3], list) else [show(row[3]), show(row[4])]
        print("UNEXPLAINED", *row[:3], "| ours:", both[0], "| theirs:", both[1])
    for entry in unused:
        print("FITS NOTHING", entry["peer"], entry["facts"], entry["hosts"])
    equal = sum(1 for row in rows if row[3] == row[4])
    print(f"{len(rows)} comparisons, {equal} equal, {len(unexplained)} unexplained")
    if args.write and not unexplained:
        args.write.write_text(document(rows, known, peers.versions(args.venv), done))
    sys.exit(bool(unexplained or unused))


if __name__ == "__main__":
    main()
