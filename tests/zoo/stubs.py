"""Servers that no program is any more, or that mean no good: byte by byte, all in one process.

A stub of TLS agrees on a version and a suite and shows a certificate; it never finishes a handshake.
"""

import asyncio
import json
import ssl
import struct
import sys
from pathlib import Path

MINUTE = 60
GIGABYTE = 1 << 30
ALERT_REFUSED = b"\x02\x28"  # fatal, handshake_failure
ALERT_VERSION = b"\x02\x46"  # fatal, protocol_version
GREASE = {(value << 8) | value for value in range(0x0A, 0x100, 0x10)}
RSA_CBC, RSA_GCM = [0x002F, 0x0035], [0x009C, 0x009D]
FALLBACK = 0x5600


def record(kind, version, body):
    return struct.pack(">BHH", kind, version, len(body)) + body


def vector(size, body):
    return len(body).to_bytes(size, "big") + body


class Hello:
    """A client's hello, as far as the stubs look."""

    def __init__(self, body):
        self.version = struct.unpack(">H", body[4:6])[0]
        at = 38
        at += 1 + body[at]
        length = struct.unpack(">H", body[at:at + 2])[0]
        self.suites = list(struct.unpack(f">{length // 2}H", body[at + 2:at + 2 + length]))
        at += 2 + length
        self.compression = list(body[at + 1:at + 1 + body[at]])
        at += 1 + body[at]
        self.extensions, end = {}, at + 2
        while end + 4 <= len(body):
            kind, size = struct.unpack(">HH", body[end:end + 4])
            self.extensions[kind] = body[end + 4:end + 4 + size]
            end += 4 + size


async def read_hello(reader):
    """The first handshake message; nothing when the client says something else."""
    body = b""
    while len(body) < 4 or len(body) < 4 + int.from_bytes(body[1:4], "big"):
        head = await reader.readexactly(5)
        if head[0] != 22:
            return None
        body += await reader.readexactly(struct.unpack(">H", head[3:5])[0])
    return Hello(body)


def flight(version, suite, chain, compression=0, extensions=b""):
    hello = struct.pack(">H", version) + bytes(32) + b"\0" + struct.pack(">HB", suite, compression)
    if extensions:
        hello += vector(2, extensions)
    listed = b"".join(vector(3, der) for der in chain)
    messages = b"\x02" + vector(3, hello) + b"\x0b" + vector(3, vector(3, listed)) + b"\x0e" + vector(3, b"")
    # A record holds 16 KiB at most.
    parts = [messages[at:at + 16_000] for at in range(0, len(messages), 16_000)]
    return b"".join(record(22, version, part) for part in parts)


class Manners:
    """What a stub of TLS knows, and how it behaves."""

    def __init__(self, versions=(0x0303,), suites=RSA_GCM, compression=False, safe=True, extra=b"", grease=True,
                 notices=True, chain=None):
        self.versions, self.suites, self.compression, self.safe = versions, suites, compression, safe
        self.extra, self.grease, self.notices, self.chain = extra, grease, notices, chain

    def answer(self, hello, chain):
        if not self.grease and (GREASE & set(hello.suites) or GREASE & set(hello.extensions)):
            return b""
        usable = [version for version in self.versions if version <= hello.version]
        suite = next((suite for suite in self.suites if suite in hello.suites), None)
        if not usable:
            return record(21, 0x0301, ALERT_VERSION)
        version = max(usable)
        if self.notices and FALLBACK in hello.suites and version < max(self.versions):
            return record(21, version, b"\x02\x56")
        if suite is None:
            return record(21, version, ALERT_REFUSED)
        packs = int(self.compression and 1 in hello.compression)
        extensions = b""
        if self.safe:
            if 0xFF01 in hello.extensions or 0x00FF in hello.suites:
                extensions += b"\xff\x01\x00\x01\x00"
            if 0x0017 in hello.extensions:
                extensions += b"\x00\x17\x00\x00"
        if self.extra and struct.unpack(">H", self.extra[:2])[0] in hello.extensions:
            extensions += self.extra
        return flight(version, suite, self.chain or chain, packs, extensions)


async def speak_tls(reader, writer, manners, chain):
    hello = await read_hello(reader)
    if hello:
        writer.write(manners.answer(hello, chain))
        await writer.drain()


async def ssl2(reader, writer, _manners, chain):
    """SSL 2.0: a hello of its own (the draft of 1995); to everything newer it hangs up."""
    head = await reader.readexactly(2)
    if not head[0] & 0x80:
        return
    body = await reader.readexactly(((head[0] & 0x7F) << 8) | head[1])
    if body[0] != 1 or body[1:3] != b"\x00\x02":
        return
    wanted = struct.unpack(">H", body[3:5])[0]
    offered = [body[9 + at:12 + at] for at in range(0, wanted, 3)]
    known = [b"\x01\x00\x80", b"\x07\x00\xc0", b"\x06\x00\x40", b"\x02\x00\x80"]
    suites = b"".join(suite for suite in known if suite in offered)
    answer = b"\x04\x00\x01\x00\x02" + struct.pack(">HHH", len(chain[0]), len(suites), 16) + chain[0] + suites + bytes(16)
    writer.write(struct.pack(">H", 0x8000 | len(answer)) + answer)
    await writer.drain()


async def silent(reader, _writer, *_):
    while await reader.read(4096):
        pass


async def drip(reader, writer, *_):
    await reader.read(16)
    for byte in record(22, 0x0303, bytes(90)):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(MINUTE)


async def flood(reader, writer, *_):
    await reader.read(16)
    full = record(22, 0x0303, b"\x0b\xff\xff\xff" + bytes(16_380))
    for _ in range(GIGABYTE // len(full)):
        writer.write(full)
        await writer.drain()


async def noise(reader, writer, *_):
    await reader.read(16)
    writer.write(bytes((at * 167 + 13) % 251 for at in range(600)))
    await writer.drain()


async def http(reader, writer, *_):
    await reader.read(16)
    writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()


async def closes(*_):
    return


async def endless_head(reader, writer, *_):
    await reader.read(16)
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X-More: " + b"a" * 4000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


def greets(line):
    async def greet(reader, writer, *_):
        writer.write(line)
        await writer.drain()
        await reader.read(512)
    return greet


async def rdp(reader, writer, *_):
    """A connection confirm that wants network level authentication (MS-RDPBCGR section 2.2.1.2)."""
    if (await reader.read(64)).startswith(b"\x03\x00"):
        writer.write(bytes.fromhex("030000130ed000001234000209080002000000"))
        await writer.drain()


class Smtp:
    """A small mail server; what is not in order about it are its switches."""

    def __init__(self, starttls=True, masked=False, early_auth=False, relays=False):
        self.starttls, self.masked, self.early_auth, self.relays = starttls, masked, early_auth, relays

    def extensions(self, secure):
        lines = ["mx.zoo.example", "SIZE 10240000", "8BITMIME"]
        if self.masked and not secure:
            lines.append("XXXXXXXA")
        elif self.starttls and not secure:
            lines.append("STARTTLS")
        if self.early_auth or secure:
            lines.append("AUTH PLAIN LOGIN")
        return "".join(f"250{' ' if at == len(lines) - 1 else '-'}{line}\r\n" for at, line in enumerate(lines))

    def reply(self, verb, line):
        if verb == "MAIL":
            return "250 2.1.0 Ok\r\n"
        if verb == "RCPT":
            user, _, domain = line.partition("<")[2].partition(">")[0].lower().rpartition("@")
            local = domain.endswith("zoo.example") and user in ("postmaster", "vakt")
            # An open relay still refuses what is no address, and whom it does not know of its own.
            taken = local or self.relays and "." in domain and not domain.endswith("zoo.example")
            return "250 2.1.5 Ok\r\n" if taken else "554 5.7.1 Relay access denied\r\n"
        fixed = {"RSET": "250 2.0.0 Ok", "NOOP": "250 2.0.0 Ok", "VRFY": "252 2.0.0 Cannot say", "QUIT": "221 2.0.0 Bye",
                 "DATA": "554 5.5.1 Nothing is taken here"}
        return fixed.get(verb, "502 5.5.2 Unknown") + "\r\n"

    async def serve(self, reader, writer, context):
        writer.write(b"220 mx.zoo.example ESMTP\r\n")
        secure = False
        for _ in range(200):
            line = (await reader.readline()).decode(errors="replace")
            if not line:
                return
            verb = line.split(" ")[0].strip().upper()
            if verb in ("EHLO", "HELO"):
                writer.write((self.extensions(secure) if verb == "EHLO" else "250 mx.zoo.example\r\n").encode())
            elif verb == "STARTTLS" and self.starttls and not self.masked and not secure:
                writer.write(b"220 2.0.0 Ready\r\n")
                await writer.drain()
                await writer.start_tls(context)
                secure = True
            else:
                writer.write(self.reply(verb, line).encode())
            await writer.drain()
            if verb == "QUIT":
                return


TLS = {
    "ssl3": Manners(versions=(0x0300,), suites=[0x0005, 0x000A, 0x002F], safe=False),
    "compresses": Manners(compression=True),
    "bare": Manners(suites=RSA_CBC, safe=False),
    "heartbeat": Manners(extra=b"\x00\x0f\x00\x01\x01"),
    "falls_back": Manners(versions=(0x0301, 0x0302, 0x0303), suites=RSA_CBC, notices=False),
    "no_grease": Manners(grease=False),
}
OTHERS = {
    "ssl2": ssl2, "silent": silent, "drip": drip, "flood": flood, "noise": noise, "http": http, "closes": closes,
    "endless_head": endless_head, "rdp": rdp,
    "ssh1": greets(b"SSH-1.5-1.2.27\r\n"),
    "ftp": greets(b"220 ftp.zoo.example FTP server ready\r\n"),
    "telnet": greets(b"\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27\r\nlogin: "),
    "vnc": greets(b"RFB 003.008\n"),
    "mysql": greets(b"\x4a\x00\x00\x00\x0a5.7.44-log\x00\x08\x00\x00\x00" + b"abcdefgh\x00\xff\xf7\x08\x02\x00\xff\x81\x15"
                    + bytes(10) + b"ijklmnopqrst\x00mysql_native_password\x00"),
}
MAIL = {
    "smtp": Smtp(), "smtp_plain": Smtp(starttls=False), "smtp_stripped": Smtp(masked=True),
    "smtp_auth": Smtp(early_auth=True), "smtp_relay": Smtp(relays=True),
}


def der_of(path):
    text = Path(path).read_text()
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    blocks = [block.split(end)[0] for block in text.split(begin)[1:]]
    return [ssl.PEM_cert_to_DER_cert(begin + block + end) for block in blocks]


async def main(plan):
    ca = Path(plan["ca"])
    chain = der_of(ca / "rsa2048.chain")
    TLS["broken_der"] = Manners(chain=[b"\x30\x82\x04\x00" + bytes(range(200))])
    TLS["many_names"] = Manners(chain=[(ca / "many.der").read_bytes()])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ca / "good.chain", ca / "leaf-ec.key")

    def handler(kind):
        async def handle(reader, writer):
            try:
                if kind in TLS:
                    await speak_tls(reader, writer, TLS[kind], chain)
                elif kind in MAIL:
                    await MAIL[kind].serve(reader, writer, context)
                else:
                    await OTHERS[kind](reader, writer, None, chain)
            except (OSError, EOFError, ssl.SSLError, struct.error, IndexError):
                pass  # The other end left, or said what nobody understands.
            finally:
                writer.close()
        return handle

    servers = [await asyncio.start_server(handler(kind), address, port) for kind, address, port in plan["stubs"]]
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text())))
