"""The other scanners: how each is run, what it says in the words of facts.py, and how it is known that it did its work."""

import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Hosts that mean no good, or speak no TLS: what sslyze does with them is not compared.
HOSTILE = ("silent.", "drip.", "flood.", "noise.", "not-tls.", "hangs-up.", "nobody.", "ten-thousand-names.", "broken-der.")

SSLYZE = {
    "ssl_2_0_cipher_suites": "--sslv2", "ssl_3_0_cipher_suites": "--sslv3", "tls_1_0_cipher_suites": "--tlsv1",
    "tls_1_1_cipher_suites": "--tlsv1_1", "tls_1_2_cipher_suites": "--tlsv1_2", "tls_1_3_cipher_suites": "--tlsv1_3",
    "certificate_info": "--certinfo", "tls_compression": "--compression", "session_renegotiation": "--reneg",
    "tls_1_3_early_data": "--early_data", "tls_fallback_scsv": "--fallback", "elliptic_curves": "--elliptic_curves",
    "tls_extended_master_secret": "--ems",
}
VERSIONS = {"ssl_2_0": "sslv2", "ssl_3_0": "sslv3", "tls_1_0": "tls1_0", "tls_1_1": "tls1_1", "tls_1_2": "tls1_2", "tls_1_3": "tls1_3"}
TESTSSL_VERSIONS = {"SSLv2": "sslv2", "SSLv3": "sslv3", "TLS1": "tls1_0", "TLS1_1": "tls1_1", "TLS1_2": "tls1_2", "TLS1_3": "tls1_3"}
# A few hosts: testssl.sh takes half a minute for each.
TESTSSL_HOSTS = ("in-order", "tls13", "tls12", "old-and-new", "everything", "clients-order", "stapled", "expired", "wrong-host", "strangers")


def versions(venv):
    said = subprocess.run([venv / "bin/pip", "list", "--format", "json"], capture_output=True, text=True, check=True).stdout
    found = {entry["name"]: entry["version"] for entry in json.loads(said)}
    banner = subprocess.run(["testssl", "--version"], capture_output=True, text=True, check=False).stdout
    unbound = subprocess.run(["unbound", "-V"], capture_output=True, text=True, check=False).stdout
    shell = re.search(r"testssl(?:\.sh)?\s+(?:version\s+)?(\d[\w.+-]*)", banner)
    return {"sslyze": found["sslyze"], "testssl.sh": shell.group(1) if shell else "of unknown version",
            "checkdmarc": found["checkdmarc"], "unbound": unbound.split("\n")[0].removeprefix("Version ")}


# --- sslyze -----------------------------------------------------------------------------------------------------------
def sslyze(venv, zoo, hosts):
    facts, completed, unreached = {}, 0, []
    for host in hosts:
        result = sslyze_one(venv, zoo, host)
        if result is None:
            unreached.append(host["name"])
            continue
        # A command that ended in an error tells nothing, and is not compared.
        done = {name: entry["result"] for name, entry in result.items() if entry["status"] == "COMPLETED"}
        completed += len(done)
        facts[host["name"]] = facts_of_sslyze(done)
    assert completed >= len(facts) * (len(SSLYZE) - 1), f"sslyze completed {completed} commands on {len(facts)} hosts"
    assert facts["everything.zoo.example"]["version tls1_0"] is True, "sslyze did not see TLS 1.0, which is there"
    assert facts["expired.zoo.example"]["verified"] is False, "sslyze did not see a certificate that is over"
    missed = f"; it did not connect to {', '.join(f'`{name}`' for name in unreached)}" if unreached else ""
    return facts, f"{completed} of {len(facts) * len(SSLYZE)} commands completed on {len(facts)} hosts{missed}; it found TLS 1.0 and the expired certificate"


def sslyze_one(venv, zoo, host):
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "found.json"
        place = f"{host['name']}:{host['ports']['https']}{{{host['ip']}}}"
        subprocess.run([venv / "bin/sslyze", *SSLYZE.values(), "--quiet", "--mozilla_config", "disable",
                        "--certinfo_ca_file", zoo["roots"], "--json_out", found, place], capture_output=True, check=False)
        scan = json.loads(found.read_text())["server_scan_results"][0]
    if scan["connectivity_status"] != "COMPLETED":
        return None
    return {name: scan["scan_result"][name] for name in SSLYZE}


def facts_of_sslyze(done):
    facts = {}
    for name, code in VERSIONS.items():
        suites = done.get(f"{name}_cipher_suites")
        if suites:
            facts[f"version {code}"] = suites["is_tls_version_supported"]
            if code != "sslv2":
                facts[f"suites {code}"] = sorted(suite["cipher_suite"]["name"] for suite in suites["accepted_cipher_suites"])
    plain = {
        "compression": ("tls_compression", "supports_compression"), "renegotiation": ("session_renegotiation", "supports_secure_renegotiation"),
        "client_renegotiation": ("session_renegotiation", "is_vulnerable_to_client_renegotiation_dos"),
        "master_secret": ("tls_extended_master_secret", "supports_ems_extension"), "early_data": ("tls_1_3_early_data", "supports_early_data"),
        "fallback": ("tls_fallback_scsv", "supports_fallback_scsv"),
    }
    for fact, (command, field) in plain.items():
        if command in done:
            facts[fact] = done[command][field]
    curves = done.get("elliptic_curves")
    if curves and curves["supported_curves"] is not None:
        names = {"prime256v1": "secp256r1"}
        facts["curves"] = sorted(names.get(curve["name"], curve["name"]) for curve in curves["supported_curves"])
    return {**facts, **certificate_facts(done.get("certificate_info"))}


def certificate_facts(info):
    if not info:
        return {}
    deployment = info["certificate_deployments"][0]
    leaf = deployment["received_certificate_chain"][0]
    ours = [entry for entry in deployment["path_validation_results"] if entry["trust_store"]["name"] == "Supplied CA file"
            or entry["trust_store"]["path"].endswith("root.pem")]
    kinds = {"ECPublicKey": "EC", "RSAPublicKey": "RSA"}
    key = leaf["public_key"]
    named = kinds.get(key["algorithm"])
    return {
        "verified": ours[0]["was_validation_successful"] if ours else None,
        # Of two certificates each scanner may show the other first.
        "key": None if len(info["certificate_deployments"]) > 1 else f"{named} {key['key_size']}" if named else key["algorithm"].replace("PublicKey", "").strip("_"),
        "digest": (leaf["signature_hash_algorithm"] or {}).get("name"),
        "stapled": deployment["ocsp_response"] is not None,
    }


# --- testssl.sh ---------------------------------------------------------------------------------------------------------
def testssl(zoo, hosts, kept):
    folder = kept or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    facts, findings = {}, 0
    for host in hosts:
        if host["name"].partition(".")[0] not in TESTSSL_HOSTS:
            continue
        found = folder / f"{host['name']}.json"
        if not found.exists():
            began = time.monotonic()
            subprocess.run(["testssl", "--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--ip", host["ip"],
                            "--add-ca", zoo["roots"], "--jsonfile", found, "-p", "-S", "-f", "-P",
                            f"{host['name']}:{host['ports']['https']}"], capture_output=True, timeout=900, check=False)
            print(f"testssl.sh {host['name']}: {time.monotonic() - began:.0f} s", file=sys.stderr)
        said = {entry["id"]: entry["finding"] for entry in json.loads(found.read_text())}
        assert "scanTime" in said and "TLS1_2" in said and "cert_keySize" in said, f"testssl.sh was cut short: {found}"
        findings += len(said)
        facts[host["name"]] = facts_of_testssl(said)
    assert facts["everything.zoo.example"]["version tls1_0"] is True, "testssl.sh did not see TLS 1.0, which is there"
    assert facts["expired.zoo.example"]["expiry"] is False, "testssl.sh did not see a certificate that is over"
    return facts, f"ran to its end on {len(facts)} hosts, with {findings} findings; it found TLS 1.0 and the expired certificate"


def facts_of_testssl(said):
    facts = {f"version {code}": not said[name].startswith("not offered") for name, code in TESTSSL_VERSIONS.items()}
    facts["chain"] = {"passed.": True}.get(said["cert_chain_of_trust"], False)
    facts["hostname"] = said["cert_trust"].startswith("Ok")
    facts["expiry"] = not ("expired" in said["cert_expirationStatus"] or "not yet" in said["cert_expirationStatus"])
    facts["key"] = said["cert_keySize"].replace(" bits", "")
    facts["digest"] = said["cert_signatureAlgorithm"].split()[-1].lower()
    facts["stapled"] = not said["OCSP_stapling"].startswith("not offered")
    names = {"prime256v1": "secp256r1"}
    facts["curves"] = sorted(names.get(curve, curve) for curve in said.get("PFS_ECDHE_curves", said.get("FS_ECDHE_curves", "")).split())
    return facts


# --- checkdmarc ---------------------------------------------------------------------------------------------------------
CHECKDMARC = """
import json, sys
import dns.resolver
from checkdmarc.spf import check_spf
from checkdmarc.dmarc import check_dmarc
from checkdmarc.smtp_tls_reporting import check_smtp_tls_reporting
address, port, *domains = sys.argv[1:]
asked = dns.resolver.Resolver(configure=False)
asked.nameservers, asked.port = [address], int(port)
for domain in domains:
    found = {"spf": check_spf(domain, resolver=asked), "dmarc": check_dmarc(domain, resolver=asked),
             "tls_rpt": check_smtp_tls_reporting(domain, resolver=asked)}
    print(json.dumps({"domain": domain, **found}, default=str))
"""


def checkdmarc(venv, zoo, domains):
    address, port = zoo["resolver"].split(":")
    names = [host["name"] for host in domains if host["family"] == "mail"]
    done = subprocess.run([venv / "bin/python", "-W", "ignore", "-c", CHECKDMARC, address, port, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    facts = {}
    for line in done.stdout.splitlines():
        found = json.loads(line)
        facts[found["domain"]] = {"spf": spf(found["spf"]), "dmarc": dmarc(found["dmarc"]), "tls_rpt": valid(found["tls_rpt"])}
    assert sorted(facts) == sorted(names), "checkdmarc did not look at every domain"
    assert facts["spf-deep.example"]["spf"] == "wrong", "checkdmarc did not see the lookups that are too many"
    assert facts["strict.example"]["spf"] == "right fail", "checkdmarc did not read a record that is right"
    return facts, f"read {len(facts)} domains; it found the SPF record that is too deep"


def absent_or_wrong(error):
    return "absent" if "does not exist" in error or "not found" in error.lower() else "wrong"


def valid(found):
    return "right" if found["valid"] else absent_or_wrong(found.get("error", ""))


def spf(found):
    if not found["valid"]:
        return "wrong" if found.get("record") else absent_or_wrong(found["error"])
    rest = str(found["parsed"]["all"])
    return "right " + (rest if rest in ("fail", "softfail") else "permissive")


def dmarc(found):
    if not found["valid"]:
        return "wrong" if found.get("record") else absent_or_wrong(found["error"])
    return f"right {found['tags']['p']['value']} {found['tags']['sp']['value']}"


# --- unbound ------------------------------------------------------------------------------------------------------------
UNBOUND = """
import json, sys
import dns.flags, dns.message, dns.query
address, port, *domains = sys.argv[1:]
for domain in domains:
    asked = dns.message.make_query(domain, "A", want_dnssec=True)
    said = dns.query.udp(asked, address, port=int(port), timeout=10)
    asked.flags |= dns.flags.CD
    unchecked = dns.query.udp(asked, address, port=int(port), timeout=10)
    print(json.dumps([domain, said.rcode(), bool(said.flags & dns.flags.AD), unchecked.rcode()]))
"""


def unbound(venv, zoo, domains):
    """A resolver that validates: what it refuses, and gives when told not to check, is bogus."""
    address, port = zoo["validator"].split(":")
    names = [host["name"] for host in domains]
    done = subprocess.run([venv / "bin/python", "-c", UNBOUND, address, port, *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    facts = {}
    for domain, code, is_secure, unchecked in map(json.loads, done.stdout.splitlines()):
        state = "secure" if is_secure and code == 0 else "bogus" if code == 2 and unchecked == 0 else "insecure" if code == 0 else None
        facts[domain] = {"dnssec": state}
    said = {name: facts[name]["dnssec"] for name in ("secure.example", "bogus.example", "unsigned.example")}
    assert list(said.values()) == ["secure", "bogus", "insecure"], said
    return facts, f"answered for {len(facts)} domains; it called `bogus.example` bogus and `secure.example` secure"
