"""Starts, lists and stops the zoo: see README.md."""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import datetime, timedelta, timezone
from pathlib import Path

from authority import Authority
from servers import SERVERS, program
from zones import Zones

HERE = Path(__file__).parent
POINTER = Path(tempfile.gettempdir()) / f"arvak-zoo-{os.getuid()}"
PORTS = {
    "tls": {"https": 443}, "http": {"https": 443, "http": 80}, "dns": {}, "ssh": {"ssh": 22}, "mail": {"smtp": 25},
    "redis": {"redis": 6379}, "memcached": {"memcached": 11211}, "slapd": {"ldap": 389}, "ftp": {"ftp": 21},
    "telnet": {"telnet": 23}, "vnc": {"vnc": 5900}, "rdp": {"rdp": 3389}, "mysql": {"mysql": 3306},
    "endless_head": {"http": 80},
}
# Ports below 1024 lie this much higher when they cannot be had.
HIGHER = 8000
PATIENCE_SECONDS = 60


class Zoo:
    def __init__(self, args):
        self.net, self.is_root = args.net, os.geteuid() == 0
        self.dir = Path(args.dir or tempfile.mkdtemp(prefix="arvak-zoo-")).absolute()
        if (self.dir / "zoo.json").exists():
            raise SystemExit(f"a zoo is in {self.dir} already: stop it first")
        for left in ("ca", "dns", "ldap"):
            shutil.rmtree(self.dir / left, ignore_errors=True)
        (self.dir / "log").mkdir(parents=True, exist_ok=True)
        # nginx and apache read their pages as somebody else.
        self.dir.chmod(0o755)
        self.is_low = not args.high and self.may_listen_low()
        self.in_half_a_year = (datetime.now(timezone.utc) + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.authority = Authority(self.dir / "ca")
        self.running, self.skipped = [], []
        self.hosts = self.read_hosts(args.only)
        self.dns = (f"127.{self.net}.0.53", self.port(53))
        self.validator = (f"127.{self.net}.0.54", self.port(53))
        self.above = (f"127.{self.net}.0.55", self.port(53))

    def may_listen_low(self):
        try:
            with socket.socket() as tried:
                tried.bind((f"127.{self.net}.0.1", 79))
            return True
        except OSError:
            return False

    def port(self, port):
        return port if self.is_low or port >= 1024 else port + HIGHER

    def read_hosts(self, only):
        families = only.split(",") if only else None
        hosts = tomllib.loads((HERE / "hosts.toml").read_text())["host"]
        hosts = [host for host in hosts if not families or host["family"] in families]
        for host in hosts:
            kind = next((name for name in (host.get("kind"), host["server"], host["family"]) if name in PORTS), host["family"])
            if "address" in host:
                host["ip"] = f"127.{self.net}.{host['address']}"
                host["ports"] = {name: self.port(port) for name, port in PORTS[kind].items()}
        return hosts

    def write(self, name, text):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def run(self, words):
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)

    # --- starting ---------------------------------------------------------------------------------------------
    def start(self):
        if not program("openssl"):
            raise SystemExit("SKIPPED: openssl is not installed (Debian package openssl)")
        self.authority.make()
        try:
            self.start_servers()
            self.start_stubs()
            self.start_zones()
            self.save()
            self.wait()
        except BaseException:
            self.save()
            stop(self.dir)
            raise

    def start_servers(self):
        for server, (needed, package, make) in SERVERS.items():
            hosts = [host for host in self.hosts if host["server"] == server]
            if not hosts:
                continue
            if not program(needed):
                self.skip(hosts, f"{needed} is not installed (Debian package {package})")
                continue
            for name, words in make(self, hosts):
                self.spawn(name, words)

    def start_stubs(self):
        stubs = [(host["kind"], host["ip"], port) for host in self.hosts if host["server"] == "stub" and host["kind"] != "nothing"
                 for port in host["ports"].values()]
        if stubs:
            plan = self.write("stubs.json", json.dumps({"ca": str(self.dir / "ca"), "stubs": stubs}))
            self.spawn("stubs", [sys.executable, str(HERE / "stubs.py"), str(plan)])

    def start_zones(self):
        domains = [host for host in self.hosts if host["server"] == "knot"]
        wanting = [host for host in self.hosts if host.get("needs") == "resolver"]
        if not domains and not wanting:
            return
        for needed, package in (("knotd", "knot"), ("keymgr", "knot"), ("kzonesign", "knot-dnssecutils")):
            if not program(needed):
                return self.skip(domains + wanting, f"{needed} is not installed (Debian package {package})")
        zones = Zones(self.dir / "dns", *self.dns)
        zones.add(".", "signed", "")
        zones.add("example", "signed", "")
        zones.add("zoo.example", "signed", self.own_zone())
        for host in domains:
            # What the addresses of a domain are does not matter, but that they are not ours does.
            zones.add(host["name"], host["zone"], "@ A 192.0.2.10\n" + self.placed(host.get("records", "")))
        delegations = [self.placed(host["above"]) for host in domains if "above" in host]
        if delegations:
            zones.add("above.example", "plain", "", "above.zoo.example.")
        zones.make()
        self.spawn("knot", [program("knotd"), "-c", str(self.dir / "dns/knot.conf")])
        if delegations:
            path = zones.above("above.example", self.above[0], "above.zoo.example.", delegations)
            self.spawn("above", [program("knotd"), "-c", str(path)])
        if not program("unbound"):
            return self.skip(wanting, "unbound is not installed (Debian package unbound)")
        path = self.write("dns/unbound.conf", zones.unbound(self.validator, self.dir))
        self.spawn("unbound", [program("unbound"), "-d", "-c", str(path)])

    def placed(self, records):
        """Records in which `{knot}` is the address of the zoo's Knot, and `{nobody}` one where nothing listens."""
        return records.replace("{knot}", self.dns[0]).replace("{nobody}", f"127.{self.net}.0.56")

    def own_zone(self):
        lines = [f"ns A {self.dns[0]}", f"above A {self.above[0]}"]
        for host in self.hosts:
            if "ip" not in host:
                continue
            lines.append(f"{host['name']}. A {host['ip']}")
            if host["family"] == "mail":
                lines.append(f"{host['name']}. MX 10 {host['name']}.")
            if "tlsa" in host:
                digest = self.authority.key_digest(host.get("certificate", "good"))
                digest = digest if host["tlsa"] == "right" else digest[::-1]
                lines.append(f"_443._tcp.{host['name']}. TLSA 3 1 1 {digest}")
                lines.append(f"_{self.port(443)}._tcp.{host['name']}. TLSA 3 1 1 {digest}" if not self.is_low else "")
        if not any(line.startswith("mx.zoo.example.") for line in lines):
            lines.append(f"mx A 127.{self.net}.9.1")
        return "\n".join(lines)

    def skip(self, hosts, why):
        for host in hosts:
            host["skipped"] = why
        print(f"SKIPPED: {why}", file=sys.stderr)

    def spawn(self, name, words):
        log = (self.dir / "log" / f"{name}.log").open("w")
        environment = {**os.environ, "OPENSSL_CONF": str(self.dir / "ca/lenient.cnf")}
        child = subprocess.Popen(words, cwd=self.dir / "ca", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                 env=environment, start_new_session=True)
        self.running.append({"name": name, "pid": child.pid, "born": born(child.pid)})

    def wait(self):
        """Until every host listens."""
        places = [(host["ip"], port) for host in self.hosts if "ip" in host and not host.get("skipped")
                  and host.get("kind") != "nothing" and host.get("plain") != "" for port in host["ports"].values()]
        if any(entry["name"] == "knot" for entry in self.running):
            places.append(self.dns)
        if any(entry["name"] == "unbound" for entry in self.running):
            places.append(self.validator)
        if any(entry["name"] == "above" for entry in self.running):
            places.append(self.above)
        until = time.monotonic() + PATIENCE_SECONDS
        while places:
            places = [place for place in places if not listens(place)]
            gone = [entry["name"] for entry in self.running if born(entry["pid"]) != entry["born"]]
            if gone or time.monotonic() > until:
                tails = "".join(f"\n--- {path.name}\n{path.read_text(errors='replace')[-1500:]}"
                                for name in gone for path in [self.dir / "log" / f"{name}.log", self.dir / "log/nginx.log"]
                                if path.exists())
                raise SystemExit(f"ended: {gone}; nobody listens at {places[:10]}{tails}")
            time.sleep(0.05)

    # --- telling ----------------------------------------------------------------------------------------------
    def save(self):
        told = {
            "dir": str(self.dir), "net": self.net, "low_ports": self.is_low, "roots": str(self.dir / "ca/root.pem"),
            "resolver": f"{self.dns[0]}:{self.dns[1]}", "validator": f"{self.validator[0]}:{self.validator[1]}",
            "above": f"{self.above[0]}:{self.above[1]}",
            "trust_anchor": str(self.dir / "dns/trust-anchor"),
            "running": self.running,
            "hosts": [{key: host.get(key) for key in
                       ("name", "ip", "family", "server", "special", "ports", "needs", "skipped", "expect")}
                      for host in self.hosts],
        }
        if not any(entry["name"] == "knot" for entry in self.running):
            told["resolver"] = told["above"] = told["trust_anchor"] = None
        if not any(entry["name"] == "unbound" for entry in self.running):
            told["validator"] = None
        self.write("zoo.json", json.dumps(told, indent=1))


def born(pid):
    """When a process began, so that a number that was given to another is not taken for it."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return None if fields[0] == "Z" else fields[19]
    except OSError:
        return None


def listens(place):
    with socket.socket() as tried:
        tried.settimeout(2)
        return tried.connect_ex(tuple(place)) == 0


def stop(folder):
    """Ends every process that was started, each by its own number."""
    state = folder / "zoo.json"
    if not state.exists():
        raise SystemExit(f"no zoo in {folder}")
    running = json.loads(state.read_text())["running"]
    for sign in (signal.SIGTERM, signal.SIGKILL):
        alive = [entry for entry in running if entry["born"] and born(entry["pid"]) == entry["born"]]
        for entry in alive:
            # Each leads a session of its own, so its children go with it.
            os.killpg(entry["pid"], sign)
        for _ in range(100):
            if all(born(entry["pid"]) != entry["born"] for entry in alive):
                break
            reap()
            time.sleep(0.05)
    state.unlink()


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main():
    parser = argparse.ArgumentParser(description="The zoo: hosts with one fault each, on 127.NET.x.y")
    parser.add_argument("verb", choices=["start", "stop", "list"])
    parser.add_argument("--dir", help="folder of its state and logs [default: a temporary one]")
    parser.add_argument("--net", type=int, default=80, help="second number of its addresses")
    parser.add_argument("--only", help="families, such as tls,http")
    parser.add_argument("--high", action="store_true", help=f"ports below 1024 lie {HIGHER} higher even if they could be had")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.verb == "start":
        zoo = Zoo(args)
        zoo.start()
        if not args.dir:
            POINTER.write_text(str(zoo.dir))
        skipped = sum(1 for host in zoo.hosts if host.get("skipped"))
        print(f"{len(zoo.hosts) - skipped} hosts, {skipped} skipped, in {zoo.dir}")
        return
    if not args.dir and not POINTER.exists():
        raise SystemExit("no zoo: say where with --dir")
    folder = Path(args.dir or POINTER.read_text())
    if args.verb == "stop":
        stop(folder)
        if not args.dir:
            POINTER.unlink(missing_ok=True)
        return
    told = json.loads((folder / "zoo.json").read_text())
    if args.json:
        print(json.dumps(told))
        return
    for host in told["hosts"]:
        ports = " ".join(f"{name}={port}" for name, port in (host["ports"] or {}).items())
        print(f"{host['ip'] or '-':<14} {host['name']:<34} {host['family']:<6} {ports:<20} {host['skipped'] or host['special']}")


if __name__ == "__main__":
    main()
