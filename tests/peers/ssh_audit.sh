#!/usr/bin/env bash
# Holds our checks of SSH against ssh-audit's on the same servers, all on the loopback interface.
#   tests/peers/ssh_audit.sh PATH_OF_ARVAK PATH_OF_SSH_AUDIT
# Prints a row for each server and check: ours, and whether ssh-audit says fail or warn. The second program
# must have done its work (it has named the key exchange), or the row counts for nothing and the script fails.
set -euo pipefail
arvak=$(readlink -f "$1") audit=$(readlink -f "$2")
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT
port=42200

serve() { # NAME KEYTYPE BITS LINES…
  local name=$1 kind=$2 bits=$3 && shift 3
  port=$((port + 1))
  ssh-keygen -q -t "$kind" -b "$bits" -N '' -f "$work/$name.key"
  {
    printf 'ListenAddress 127.0.0.1:%s\nHostKey %s\nPidFile none\nUsePAM no\n' "$port" "$work/$name.key"
    printf '%s\n' "$@"
  } >"$work/$name.conf"
  # As root it would want folders of the system; it needs no rights to say no to everyone.
  local as=()
  if [ "$(id -u)" = 0 ]; then
    chown -R 65534:65534 "$work"
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  fi
  "${as[@]}" "$(command -v sshd || echo /usr/sbin/sshd)" -D -f "$work/$name.conf" 2>/dev/null &
  pids+=($!)
  compare "$name"
}

compare() { # NAME
  for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break; sleep 0.05; done
  "$arvak" probe ssh "127.0.0.1:$port" --allow 127.0.0.0/8 --json >"$work/ours.json" || true
  "$audit" -j "127.0.0.1:$port" >"$work/theirs.json" 2>/dev/null || true
  python3 - "$1" "$work/ours.json" "$work/theirs.json" <<'PY'
import json, sys
name, ours, theirs = sys.argv[1], json.load(open(sys.argv[2])), json.load(open(sys.argv[3]))
assert theirs.get("kex"), f"{name}: ssh-audit did not do its work"
parts = {"ssh.kex": "kex", "ssh.host_key": "key", "ssh.ciphers": "enc", "ssh.macs": "mac"}
for check in ours["checks"]:
    part = parts.get(check["id"])
    if not part:
        continue
    entries = theirs[part]
    worst = {"fail": [], "warn": []}
    for entry in entries:
        for level in worst:
            if entry.get("notes", {}).get(level):
                worst[level].append(entry["algorithm"])
    said = "fail" if worst["fail"] else "warn" if worst["warn"] else "good"
    print(f"{name:14} {check['id']:13} ours {check['result']:8} {check['reason']:14} {check['seen'][:60]:60} | {said} {','.join(sorted(set(worst['fail'] or worst['warn'])))[:90]}")
PY
}

serve default ed25519 256 ''
serve hardened ed25519 256 'KexAlgorithms curve25519-sha256' 'Ciphers aes256-gcm@openssh.com' 'MACs hmac-sha2-256-etm@openssh.com'
serve group1 ed25519 256 'KexAlgorithms +diffie-hellman-group1-sha1'
serve gex_sha1 ed25519 256 'KexAlgorithms diffie-hellman-group-exchange-sha1,curve25519-sha256'
serve sha1_14 ed25519 256 'KexAlgorithms diffie-hellman-group14-sha1,curve25519-sha256'
serve cbc ed25519 256 'Ciphers aes128-cbc,aes256-ctr'
serve tripledes ed25519 256 'Ciphers 3des-cbc,aes256-ctr'
serve md5 ed25519 256 'MACs hmac-md5,hmac-sha2-256'
serve rsa1024 rsa 1024 'RequiredRSASize 1024'
serve rsa_sha1 rsa 3072 'HostKeyAlgorithms ssh-rsa'
port=$((port + 1))
dropbearkey -t ed25519 -f "$work/dropbear.key" >/dev/null 2>&1
dropbear -F -r "$work/dropbear.key" -p "127.0.0.1:$port" -P "$work/pid" 2>/dev/null &
pids+=($!)
compare dropbear
