"""Checks what a ledger of Årvåk gives to others, with libraries that have nothing to do with it.

`pymerkle` builds the tree again from the exported entries, and proves what ours prove;
`cryptography` checks the signatures. The formats are read as C2SP describes them (signed-note,
tlog-checkpoint, tlog-tiles, tlog-proof), the hashes as RFC 6962 section 2.1 does.

    python independent.py FOLDER

FOLDER holds a folder for each size of one growing ledger: `SIZE/export` (a tlog-tiles log),
`SIZE/proofs/ID.tlog-proof`, and `SIZE/consistency/OLD`, the hashes in base64 with one on a line.
Prints what was checked; ends with 1, and says where, at the first thing that is wrong.
"""

import base64
import hashlib
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InclusionProof, InmemoryTree, InvalidProof
from pymerkle import verify_consistency, verify_inclusion

ED25519 = b"\x01"
WIDTH = 256


class Wrong(Exception):
    """Something that does not hold."""


def require(holds, what):
    if not holds:
        raise Wrong(what)


def b64(text):
    return base64.b64decode(text, validate=True)


class Key:
    """A verifier key: NAME+ID+BASE64 of the algorithm's byte and the key."""

    def __init__(self, text):
        self.name, identity, key = text.removesuffix("\n").split("+", 2)
        key = b64(key)
        require(key[:1] == ED25519 and len(key) == 33, "vkey: no Ed25519 key")
        digest = hashlib.sha256(self.name.encode() + b"\n" + key).digest()
        require(digest[:4].hex() == identity, "vkey: its id is not that of its name and key")
        self.identity = digest[:4]
        self.public = Ed25519PublicKey.from_public_bytes(key[1:])

    def open(self, note, where):
        """The size and the root of a signed checkpoint."""
        text, signatures = note.rsplit("\n\n", 1)
        text += "\n"
        (line,) = signatures.removesuffix("\n").split("\n")
        dash, name, signature = line.split(" ")
        require((dash, name) == ("\u2014", self.name), f"{where}: signed by another")
        signature = b64(signature)
        require(signature[:4] == self.identity, f"{where}: another key id")
        try:
            self.public.verify(signature[4:], text.encode())
        except InvalidSignature:
            raise Wrong(f"{where}: the signature is false") from None
        origin, size, root, end = text.split("\n")
        require((origin, end) == (self.name, ""), f"{where}: no checkpoint of this ledger")
        return int(size), b64(root)


def tile_path(level, index, width):
    parts = f"{index % 1000:03}"
    while index >= 1000:
        index //= 1000
        parts = f"x{index % 1000:03}/{parts}"
    return f"tile/{level}/{parts}" + ("" if width == WIDTH else f".p/{width}")


def widths(count):
    """The numbers of hashes in the tiles of a level that has `count`."""
    full, rest = divmod(count, WIDTH)
    return [WIDTH] * full + ([rest] if rest else [])


def read_bundles(log, size):
    entries = []
    for index, width in enumerate(widths(size)):
        path = tile_path("entries", index, width)
        rest = (log / path).read_bytes()
        for _ in range(width):
            length = int.from_bytes(rest[:2], "big")
            require(len(rest) >= 2 + length, f"{path}: it ends within an entry")
            entries.append(rest[2 : 2 + length])
            rest = rest[2 + length :]
        require(not rest, f"{path}: something follows its last entry")
    return entries


def check_tiles(log, leaves):
    """Each hash tile holds what follows from the leaves, and no file is there besides."""
    expected = {tile_path("entries", i, w) for i, w in enumerate(widths(len(leaves)))}
    level, row = 0, leaves
    while row:
        for index, width in enumerate(widths(len(row))):
            path = tile_path(level, index, width)
            hashes = b"".join(row[index * WIDTH : index * WIDTH + width])
            require((log / path).read_bytes() == hashes, f"{path}: other hashes")
            expected.add(path)
        for _ in range(8):
            pairs = zip(row[0::2], row[1::2])
            row = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
        level += 1
    found = {str(p.relative_to(log)) for p in log.glob("tile/**/*") if p.is_file()}
    require(found == expected, f"other tiles: {sorted(found ^ expected)}")
    return len(found)


def check_inclusion(proof, tree, entries, key, where):
    head, note = proof.split("\n\n", 1)
    version, index, *path = head.split("\n")
    require(version == "c2sp.org/tlog-proof@v1", f"{where}: another version")
    word, index = index.split(" ")
    require(word == "index", f"{where}: no index")
    index, path = int(index), [b64(line) for line in path]
    size, root = key.open(note, where)
    theirs = tree.prove_inclusion(index + 1, size)
    leaf = hashlib.sha256(b"\x00" + entries[index]).digest()
    require(path == theirs.path[1:], f"{where}: pymerkle proves it otherwise")
    ours = InclusionProof("sha256", True, size, index + 1, theirs.rule, [leaf, *path])
    verify_inclusion(leaf, root, ours, index=index + 1, size=size, algorithm="sha256")
    return index


def tree_of(entries):
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(entries)
    return tree


def subproof(old, entries, whole):
    """SUBPROOF(m, D[n], b) of RFC 6962 section 2.1.2; the subtrees' roots are pymerkle's."""
    if old == len(entries):
        return [] if whole else [tree_of(entries).get_root()]
    middle = 1 << ((len(entries) - 1).bit_length() - 1)
    left, right = entries[:middle], entries[middle:]
    if old <= middle:
        return [*subproof(old, left, whole), tree_of(right).get_root()]
    return [*subproof(old - middle, right, False), tree_of(left).get_root()]


def check_consistency(path, tree, entries, old, new, where):
    (old_size, old_root), (size, root) = old, new
    if old_size == 0:
        # Everything continues the empty tree; neither RFC 6962 nor pymerkle has a proof of it.
        require(path == [] and old_root == hashlib.sha256(b"").digest(), where)
        return
    # pymerkle's own proof has another form. It must lead from one of our signed roots to the other;
    # ours must be the one of the RFC.
    theirs = tree.prove_consistency(old_size, size)
    verify_consistency(old_root, root, theirs, old_size, size, algorithm="sha256")
    require(path == subproof(old_size, entries[:size], True), f"{where}: not the proof of the RFC")


def main(folder):
    known, proofs, steps, tiles = {}, 0, 0, 0
    for place in sorted(folder.iterdir(), key=lambda place: int(place.name)):
        log, where = place / "export", place.name
        key = Key((log / "vkey").read_text())
        size, root = key.open((log / "checkpoint").read_text(), f"{where}/checkpoint")
        require(str(size) == place.name, f"{where}: its checkpoint says {size}")
        known[size] = root
        entries = read_bundles(log, size)
        tree = tree_of(entries)
        require(tree.get_root() == root, f"{where}: pymerkle finds another root")
        tiles += check_tiles(log, [tree.get_leaf(number + 1) for number in range(size)])
        for path in sorted(place.glob("proofs/*.tlog-proof")):
            index = check_inclusion(path.read_text(), tree, entries, key, f"{where}/{path.name}")
            require(path.stem == str(index), f"{where}/{path.name}: it proves {index}")
            proofs += 1
        for path in sorted(place.glob("consistency/*")):
            hashes = [b64(line) for line in path.read_text().splitlines()]
            old = int(path.name)
            check_consistency(
                hashes, tree, entries, (old, known[old]), (size, root), f"{where} from {old}"
            )
            steps += 1
    print(f"{len(known)} checkpoints, {tiles} tiles, {proofs} inclusions, {steps} continuations")


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except (Wrong, InvalidProof, ValueError, OSError) as error:
        sys.exit(f"wrong: {error}")
