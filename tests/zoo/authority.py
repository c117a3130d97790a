"""Certificates of the zoo, by the openssl program, from authorities that are made at every start."""

import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path

# The library's own settings would refuse keys and digests that the zoo is there to show.
LENIENT = """
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = lenient
[lenient]
MinProtocol = None
CipherString = DEFAULT:@SECLEVEL=0
[req]
distinguished_name = nobody
[nobody]
"""

ISSUING = """
[ca]
default_ca = issuer
[issuer]
new_certs_dir = {dir}
database = {dir}/{issuer}.index
certificate = {dir}/{issuer}.pem
private_key = {dir}/{issuer}.key
rand_serial = yes
default_md = sha256
policy = anything
unique_subject = no
copy_extensions = none
[anything]
commonName = supplied
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[host]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = DNS:*.zoo.example,DNS:*.s-server.zoo.example
[other]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:somebody-else.example
[unnamed]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
[client]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
subjectAltName = DNS:*.zoo.example
"""

KEYS = {
    "ec": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    "rsa3072": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"],
    "rsa2048": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "rsa1024": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
    "ed25519": ["-algorithm", "ED25519"],
}

# kind → key, issuer, section of extensions, days from which and until which, digest, what is sent behind the leaf
LEAVES = {
    "good": ("ec", "middle", "host", -1, 90, "sha256", ["middle"]),
    "rsa3072": ("rsa3072", "middle", "host", -1, 90, "sha256", ["middle"]),
    "rsa2048": ("rsa2048", "middle", "host", -1, 90, "sha256", ["middle"]),
    "rsa1024": ("rsa1024", "middle", "host", -1, 90, "sha256", ["middle"]),
    "ed25519": ("ed25519", "middle", "host", -1, 90, "sha256", ["middle"]),
    "sha1": ("rsa3072", "rsamiddle", "host", -1, 90, "sha1", ["rsamiddle"]),
    "expired": ("ec", "middle", "host", -100, -10, "sha256", ["middle"]),
    "future": ("ec", "middle", "host", 10, 90, "sha256", ["middle"]),
    "otherhost": ("ec", "middle", "other", -1, 90, "sha256", ["middle"]),
    "cnonly": ("ec", "middle", "unnamed", -1, 90, "sha256", ["middle"]),
    "forclients": ("ec", "middle", "client", -1, 90, "sha256", ["middle"]),
    "nomiddle": ("ec", "middle", "host", -1, 90, "sha256", []),
    "rootsent": ("ec", "middle", "host", -1, 90, "sha256", ["middle", "root"]),
    "behindold": ("ec", "oldmiddle", "host", -20, 90, "sha256", ["oldmiddle"]),
    "strangers": ("ec", "stranger", "host", -1, 90, "sha256", ["stranger"]),
}


def when(days):
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ")


class Authority:
    """Issues into one folder."""

    def __init__(self, folder: Path):
        self.dir = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.write("lenient.cnf", LENIENT)

    def write(self, name, text):
        (self.dir / name).write_text(text)
        return self.dir / name

    def openssl(self, *words, data=None):
        done = subprocess.run(
            ["openssl", *map(str, words)], cwd=self.dir, input=data, capture_output=True,
            env={"OPENSSL_CONF": str(self.dir / "lenient.cnf"), "PATH": "/usr/bin:/bin"}, check=False)
        if done.returncode:
            raise SystemExit(f"openssl {' '.join(map(str, words))}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def key(self, name, kind):
        self.openssl("genpkey", *KEYS[kind], "-out", f"{name}.key")

    def issuer(self, name, kind="ec", parent=None, days=(-30, 3650)):
        """An authority; without a parent it is a root of its own."""
        self.key(name, kind)
        self.write(f"{name}.index", "")
        self.write(f"{name}.cnf", ISSUING.format(dir=self.dir, issuer=name))
        self.issue(name, f"Zoo {name}", parent or name, "authority", days, "sha256", self_signed=parent is None)

    def issue(self, name, common, issuer, section, days, digest, key=None, self_signed=False):
        key = key or f"{name}.key"
        self.openssl("req", "-new", "-key", key, "-subj", f"/CN={common}", "-out", f"{name}.csr")
        words = ["ca", "-batch", "-notext", "-config", f"{issuer}.cnf", "-extensions", section, "-md", digest,
                 "-startdate", when(days[0]), "-enddate", when(days[1]), "-in", f"{name}.csr", "-out", f"{name}.pem"]
        self.openssl(*words, *(["-selfsign", "-keyfile", key] if self_signed else []))

    def make(self):
        """Everything that the zoo serves."""
        self.issuer("root")
        self.issuer("stranger")
        self.issuer("middle", parent="root")
        self.issuer("rsamiddle", kind="rsa3072", parent="root")
        self.issuer("oldmiddle", parent="root", days=(-400, -5))
        for kind in KEYS:
            self.key(f"leaf-{kind}", kind)
        for kind, (key, issuer, section, begin, end, digest, behind) in LEAVES.items():
            # A name in the common name counts for nothing, but openssl wants one.
            self.issue(kind, "no-names.zoo.example", issuer, section, (begin, end), digest, key=f"leaf-{key}.key")
            chain = "".join((self.dir / f"{name}.pem").read_text() for name in [kind, *behind])
            self.write(f"{kind}.chain", chain)
        self.openssl("req", "-x509", "-key", "leaf-ec.key", "-days", 90, "-subj", "/CN=self-signed.zoo.example",
                     "-addext", "subjectAltName=DNS:self-signed.zoo.example", "-out", "selfsigned.chain")
        for group in ("ffdhe2048", "ffdhe3072"):
            self.openssl("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", f"group:{group}", "-out", f"{group}.pem")
        self.many_names()
        self.ocsp()

    def many_names(self):
        names = ",".join(f"DNS:host-{number}.zoo.example" for number in range(10_000))
        text = "[req]\ndistinguished_name=nobody\nx509_extensions=names\n[nobody]\n[names]\nsubjectAltName=" + names
        self.write("many.cnf", text)
        self.openssl("req", "-x509", "-config", "many.cnf", "-key", "leaf-rsa2048.key", "-days", 90,
                     "-subj", "/CN=many", "-outform", "DER", "-out", "many.der")

    def ocsp(self):
        self.openssl("ocsp", "-issuer", "middle.pem", "-cert", "good.pem", "-reqout", "good.ask", "-no_nonce")
        self.openssl("ocsp", "-index", "middle.index", "-CA", "middle.pem", "-rsigner", "middle.pem", "-rkey", "middle.key",
                     "-reqin", "good.ask", "-respout", "good.ocsp", "-ndays", 7)

    def files(self, kind):
        """The chain and the key of a kind of certificate."""
        key = "ec" if kind == "selfsigned" else LEAVES[kind][0]
        return self.dir / f"{kind}.chain", self.dir / f"leaf-{key}.key"

    def key_digest(self, kind):
        """What a TLSA record 3 1 1 says of it (RFC 6698)."""
        import hashlib
        public = self.openssl("x509", "-in", f"{kind}.pem", "-noout", "-pubkey")
        return hashlib.sha256(self.openssl("pkey", "-pubin", "-outform", "DER", data=public)).hexdigest()
