"""What can be compared, in words that all scanners share, and how it follows from our own results."""

VERSIONS = {"sslv2": "SSL 2.0", "sslv3": "SSL 3.0", "tls1_0": "TLS 1.0", "tls1_1": "TLS 1.1", "tls1_2": "TLS 1.2", "tls1_3": "TLS 1.3"}

# fact → what it is, for the table
COMMON = {
    **{f"version {code}": f"{name} is accepted" for code, name in VERSIONS.items()},
    **{f"suites {code}": f"the set of suites of {name}" for code, name in VERSIONS.items() if code != "sslv2"},
    "compression": "TLS compresses",
    "renegotiation": "negotiating again is secure",
    "client_renegotiation": "a client can make it negotiate again",
    "master_secret": "extended master secret",
    "early_data": "early data is taken",
    "fallback": "a forced fall-back is noticed",
    "curves": "the set of curves that both know",
    "verified": "certificate in order: chain, name and time together",
    "chain": "the certificate's chain leads to our root",
    "hostname": "the certificate is made out to the host",
    "expiry": "the certificate is within its time",
    "key": "kind and bits of the certificate's key",
    "digest": "the digest that the issuer signed",
    "stapled": "the certificate's state is sent along",
    "spf": "SPF: right, wrong or absent, and what it says of everyone else",
    "dmarc": "DMARC: right, wrong or absent, and its policies",
    "tls_rpt": "reports on TLS: right, wrong or absent",
    "dnssec": "DNSSEC: secure, insecure or bogus",
}

# As our own JSON calls them.
CODES = {"SSLv2": "sslv2", "SSLv3": "sslv3", "TLSv1.0": "tls1_0", "TLSv1.1": "tls1_1", "TLSv1.2": "tls1_2", "TLSv1.3": "tls1_3"}

# RFC 8422 and the names that sslyze and testssl.sh give to the curves of our registry.
CURVES = {"x25519": "X25519", "x448": "X448", "secp256r1": "secp256r1", "prime256v1": "secp256r1"}


def by_id(said):
    return {check["id"]: check for check in said["checks"]}


def passes(check, **other):
    """True and False for pass and fail; what is named otherwise for other reasons; nothing for what was not told."""
    if check["reason"] in other:
        return other[check["reason"]]
    return {"pass": True, "fail": False}.get(check["result"])


def ours_of_tls(said):
    checks, seen = by_id(said), said.get("tls") or {"versions": [], "groups": []}
    facts = {}
    for version in seen["versions"]:
        code = CODES[version["version"]]
        facts[f"version {code}"] = version["supported"]
        if version["supported"] is not None and version["incomplete"] is None and code != "sslv2":
            facts[f"suites {code}"] = sorted({suite["name"] for suite in version["suites"]})
    compresses = passes(checks["tls.compression"])
    facts["compression"] = None if compresses is None else not compresses
    facts["renegotiation"] = passes(checks["tls.secure_renegotiation"])
    refused = passes(checks["tls.client_renegotiation"])
    facts["client_renegotiation"] = None if refused is None else not refused
    facts["master_secret"] = passes(checks["tls.extended_master_secret"])
    taken = passes(checks["tls.early_data"])
    facts["early_data"] = None if taken is None else not taken
    facts["fallback"] = passes(checks["tls.fallback"])
    # Finite fields (RFC 7919) are groups too, and no curves; hybrids with ML-KEM are newer than the peers.
    facts["curves"] = sorted({CURVES.get(group["name"].lower(), group["name"]) for group in seen["groups"]
                              if not group["name"].lower().startswith("ffdhe") and "mlkem" not in group["name"].lower()})
    chain, name, time = (passes(checks[f"cert.{part}"]) for part in ("chain", "hostname", "expiry"))
    facts.update(chain=chain, hostname=name, expiry=time)
    facts["verified"] = None if None in (chain, name, time) else chain and name and time
    facts["key"] = checks["cert.key"]["seen"] or None
    facts["digest"] = digest(checks["cert.signature"]["seen"])
    facts["stapled"] = passes(checks["tls.ocsp_stapling"])
    return facts


def digest(text):
    found = [name for name in ("sha1", "sha224", "sha256", "sha384", "sha512", "md5") if name in text.lower().replace("-", "")]
    return found[0] if found else None


def ours_of_mail(said):
    checks = by_id(said)
    return {"spf": spf(checks), "dmarc": dmarc(checks), "tls_rpt": known(checks["tls_rpt.record"], "tls_rpt.absent")}


def known(check, absent):
    if check["reason"] == absent:
        return "absent"
    return {"pass": "right", "fail": "wrong"}.get(check["result"])


def spf(checks):
    valid, lookups, void, policy = (checks[name] for name in ("spf.valid", "spf.lookups", "spf.void_lookups", "spf.policy"))
    if valid["reason"] == "spf.absent":
        return "absent"
    if "inconclusive" in (valid["result"], lookups["result"]):
        return None
    if "fail" in (valid["result"], lookups["result"], void["result"]):
        return "wrong"
    return "right " + {"spf.fail": "fail", "spf.softfail": "softfail"}.get(policy["reason"], "permissive")


def dmarc(checks):
    valid, policy, below = (checks[name] for name in ("dmarc.valid", "dmarc.policy", "dmarc.subdomain_policy"))
    if policy["reason"] == "dmarc.absent":
        return "absent"
    if policy["result"] == "inconclusive":
        return None
    if valid["result"] == "fail":
        return "wrong"
    return f"right {policy['reason'].partition('.')[2]} {below['reason'].partition('.')[2]}"


def ours_of_dns(said):
    checks = by_id(said)
    valid = checks["dnssec.valid"]
    if valid["result"] == "pass":
        return {"dnssec": "secure"}
    if valid["result"] == "fail":
        return {"dnssec": "bogus"}
    if valid["result"] == "not_applicable":
        return {"dnssec": "insecure"}
    return {"dnssec": None}
