"""What checkdmarc says of domains, in the words of our checks: one JSON object a line.

Usage: checkdmarc_facts.py ADDRESS PORT DOMAIN...

Only records are read; nothing but the given resolver is asked.
"""

import json
import sys

import dns.resolver
from checkdmarc.dmarc import check_dmarc
from checkdmarc.mta_sts import parse_mta_sts_record, query_mta_sts_record
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting
from checkdmarc.spf import check_spf


def resolver(address, port):
    asked = dns.resolver.Resolver(configure=False)
    asked.nameservers = [address]
    asked.port = int(port)
    return asked


def spf(found):
    if not found["valid"]:
        return "wrong" if found["record"] else absent_or_wrong(found["error"])
    rest = str(found["parsed"]["all"])
    return "right " + (rest if rest in ("fail", "softfail") else "permissive")


def dmarc(found):
    if not found["valid"]:
        return "wrong" if found["record"] else absent_or_wrong(found["error"])
    tags = found["tags"]
    return f"right {tags['p']['value']} {tags['sp']['value']}"


def absent_or_wrong(error):
    return "absent" if "does not exist" in error else "wrong"


def reports(found):
    refused = any("does not indicate that it accepts" in said for said in found.get("warnings", []))
    return "not taken" if refused else "taken"


def mta_sts(domain, asked):
    try:
        record = query_mta_sts_record(domain, resolver=asked)["record"]
        parse_mta_sts_record(record)
    except Exception as error:  # each fault is a class of its own
        return "absent" if "NotFound" in type(error).__name__ else "wrong"
    return "right"


def main(address, port, domains):
    asked = resolver(address, port)
    for domain in domains:
        senders = check_spf(domain, resolver=asked)
        policy = check_dmarc(domain, resolver=asked)
        rpt = check_smtp_tls_reporting(domain, resolver=asked)
        facts = {
            "domain": domain,
            "spf": spf(senders),
            "dmarc": dmarc(policy),
            "reports": reports(policy),
            "tls_rpt": "right" if rpt["valid"] else absent_or_wrong(rpt["error"]),
            "mta_sts": mta_sts(domain, asked),
        }
        print(json.dumps(facts))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
