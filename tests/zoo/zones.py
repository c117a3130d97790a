"""The zoo's DNS: a root of its own, everything below it, and zones with faults, served by Knot.

Zones are signed once, at the start, and served as they are: that is how a signature can be over or wrong.
"""

import subprocess
import time
from pathlib import Path

DAY = 86_400

# kind of zone → how it is signed; none is not at all
POLICIES = {
    "signed": "ordinary", "bogus": "ordinary", "expired": "ordinary", "no_ds": "ordinary", "wrong_ds": "ordinary",
    "nsec3": "nsec3", "nsec3_rounds": "nsec3-rounds", "rsa1024": "rsa1024",
}

CONFIG = """
server:
  rundir: {dir}
  listen: {address}@{port}
log:
- target: stderr
  any: warning
database:
  storage: {dir}
policy:
- id: ordinary
  manual: on
  algorithm: ecdsap256sha256
  rrsig-lifetime: 30d
- id: nsec3
  manual: on
  nsec3: on
  nsec3-iterations: 0
  nsec3-salt-length: 0
- id: nsec3-rounds
  manual: on
  nsec3: on
  nsec3-iterations: 50
  nsec3-salt-length: 8
- id: rsa1024
  manual: on
  algorithm: rsasha256
template:
- id: default
  storage: {dir}
  semantic-checks: soft
  zonefile-sync: -1
  zonefile-load: whole
zone:
"""


class Zones:
    def __init__(self, folder: Path, address, port):
        self.dir, self.address, self.port = folder, address, port
        folder.mkdir(parents=True, exist_ok=True)
        self.zones = {}  # name → (kind, records)

    def add(self, name, kind, records, server="ns.zoo.example."):
        """Its `server` is the name server that the zone itself names."""
        self.zones[name] = (kind, records, server)

    def file(self, zone):
        return self.dir / f"{zone.strip('.') or 'root'}.zone"

    def run(self, program, zone, *words):
        done = subprocess.run([program, "-c", self.dir / "signing.conf", *words] if program == "kzonesign"
                              else [program, "-c", self.dir / "signing.conf", zone, *words],
                              capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{program} {zone} {words}: {done.stderr}{done.stdout}")
        return done.stdout

    def write_configuration(self):
        head = CONFIG.format(dir=self.dir, address=self.address, port=self.port)
        serving, signing = head, head
        for zone, (kind, *_) in self.zones.items():
            entry = f"- domain: {zone}\n  file: {self.file(zone)}\n"
            serving += entry
            policy = POLICIES.get(kind)
            signing += entry + (f"  dnssec-signing: on\n  dnssec-policy: {policy}\n" if policy else "")
        (self.dir / "signing.conf").write_text(signing)
        (self.dir / "knot.conf").write_text(serving)

    def unbound(self, place, folder):
        """Settings of a resolver that validates, from the zoo's own root down."""
        text = (f'server:\n  interface: {place[0]}\n  port: {place[1]}\n  access-control: 127.0.0.0/8 allow\n  chroot: ""\n'
                f'  username: ""\n  directory: "{folder}"\n  pidfile: ""\n  use-syslog: no\n  do-ip6: no\n  num-threads: 1\n'
                f'  do-not-query-localhost: no\n  trust-anchor-file: "{self.dir}/trust-anchor"\n  module-config: "validator iterator"\n'
                "  qname-minimisation: no\nremote-control:\n  control-enable: no\n")
        for zone in self.zones:
            text += f'stub-zone:\n  name: "{zone}"\n  stub-addr: {self.address}@{self.port}\n'
        return text

    def above(self, zone, address, server, delegations):
        """A second Knot's configuration: it serves that zone alone, and so refers whoever asks for what is below it."""
        path = self.dir / "above.zone"
        path.write_text(f"$ORIGIN {zone}.\n$TTL 3600\n@ SOA {server} vakt.zoo.example. 1 7200 3600 1209600 3600\n@ NS {server}\n"
                        + "\n".join(delegations) + "\n")
        folder = self.dir / "above"
        folder.mkdir(exist_ok=True)
        configuration = self.dir / "above.conf"
        configuration.write_text(CONFIG.format(dir=folder, address=address, port=self.port) + f"- domain: {zone}\n  file: {path}\n")
        return configuration

    def make(self):
        """Writes and signs every zone, the deepest first, and the trust anchor."""
        self.write_configuration()
        vouched = {}
        for zone in sorted(self.zones, key=lambda name: -len([label for label in name.split(".") if label])):
            kind, records, server = self.zones[zone]
            origin = zone if zone.endswith(".") else zone + "."
            text = f"$ORIGIN {origin}\n$TTL 3600\n@ SOA ns.zoo.example. vakt.zoo.example. 1 7200 3600 1209600 3600\n@ NS {server}\n"
            self.file(zone).write_text(text + records + "\n" + "\n".join(vouched.get(zone, [])) + "\n")
            parent = zone.partition(".")[2] or "."
            if zone != ".":
                vouched.setdefault(parent, []).append(f"{origin} NS {server}")
            if kind in POLICIES:
                self.sign(zone, kind, vouched.setdefault(parent, []))

    def sign(self, zone, kind, above):
        algorithm = ["algorithm=rsasha256", "size=1024"] if kind == "rsa1024" else ["algorithm=ecdsap256sha256"]
        self.run("keymgr", zone, "generate", *algorithm, "ksk=yes", "zsk=yes")
        ds = [line for line in self.run("keymgr", zone, "ds").splitlines() if " 2 " in line.partition("DS")[2]]
        # When everything was signed a hundred days ago, its signatures are over by now.
        times = ["-t", str(int(time.time()) - 100 * DAY)] if kind == "expired" else []
        if kind == "expired":
            self.age(zone)
        self.run("kzonesign", zone, "-o", self.dir, *times, zone)
        if kind == "bogus":
            path = self.file(zone)
            path.write_text(path.read_text().replace("192.0.2.10", "192.0.2.66"))
        if kind == "wrong_ds":
            ds = [line.rsplit(" ", 1)[0] + " " + line.rsplit(" ", 1)[1][::-1] for line in ds]
        if zone == ".":
            (self.dir / "trust-anchor").write_text("\n".join(ds) + "\n")
        elif kind != "no_ds":
            above.extend(ds)

    def age(self, zone):
        """The key must have been there when it signed."""
        past = f"-{130 * DAY}"
        key = self.run("keymgr", zone, "list").split()[0]
        self.run("keymgr", zone, "set", key, *(f"{event}={past}" for event in ("created", "publish", "ready", "active")))
