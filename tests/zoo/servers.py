"""Configurations of the programs that serve the zoo: text from the rows of hosts.toml."""

import shutil
from pathlib import Path

IN_ORDER = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
MODERN = "ECDHE+AESGCM:ECDHE+CHACHA20"
SIGNATURES = "SignatureAlgorithms ECDSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA256:RSA+SHA256"


def program(name):
    folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/usr/libexec"]
    found = shutil.which(name) or next((f"{folder}/{name}" for folder in folders if Path(folder, name).exists()), None)
    return found


def nginx(zoo, hosts):
    parts = [nginx_host(zoo, host) for host in hosts]
    user = "user root;\n" if zoo.is_root else ""
    temporary = "".join(f"{name}_temp_path {zoo.dir}/{name}; " for name in
                        ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    text = (f"{user}daemon off; worker_processes 1; pid {zoo.dir}/nginx.pid; error_log {zoo.dir}/log/nginx.log warn;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{ access_log {zoo.dir}/log/nginx-access.log; {temporary}\n"
            f"default_type text/html; server_tokens off; types {{ text/html html; text/plain txt; }}\n{''.join(parts)}}}\n")
    path = zoo.write("nginx.conf", text)
    return [("nginx", [program("nginx"), "-p", str(zoo.dir), "-e", f"{zoo.dir}/log/nginx.log", "-c", str(path)])]


def nginx_host(zoo, host):
    fill = lambda text: text.replace("{dir}", str(zoo.dir)).replace("{name}", host["name"])
    place = f"{host['ip']}:{host['ports']['https']}"
    lines = [f"listen {place} ssl;", f"server_name {host['name']};"]
    for kind in (host.get("certificate", "good"), host.get("second")):
        if kind:
            chain, key = zoo.authority.files(kind)
            lines.append(f"ssl_certificate {chain}; ssl_certificate_key {key};")
    lines.append(f"ssl_protocols {host.get('protocols', 'TLSv1.2 TLSv1.3')};")
    lines.append(f"ssl_ciphers {host.get('ciphers', MODERN)};")
    lines.append(f"ssl_prefer_server_ciphers {host.get('prefer', 'on')};")
    if not host.get("bare"):
        lines.append(f"ssl_ecdh_curve {host.get('curve', 'X25519:prime256v1:secp384r1')};")
    conf = host.get("conf", [])
    if not host.get("bare") and not any(line.startswith("SignatureAlgorithms") for line in conf):
        conf = [*conf, SIGNATURES]
    lines += [f"ssl_conf_command {line};" for line in conf]
    lines.append(fill(host.get("lines", "")))
    headers = {**IN_ORDER, **host.get("headers", {})}
    lines += [f'add_header {name} "{value}" always;' for name, value in headers.items() if value]
    lines += web_files(zoo, host)
    answer = host.get("location") or f'return 200 "{host.get("body", "<html><body>hei</body></html>")}";'
    lines.append(f"location / {{ {fill(answer)} }}")
    text = "server { " + "\n  ".join(lines) + " }\n"
    if "others" in host:
        text += f"server {{ listen {place} ssl default_server; {host['others']} }}\n"
    plain = host.get("plain", "return 301 https://$host$request_uri;")
    if "http" in host["ports"] and plain:
        text += f"server {{ listen {host['ip']}:{host['ports']['http']}; location / {{ {plain} }} }}\n"
    return text


def web_files(zoo, host):
    """Pages beside the front page; every host has a security.txt unless its row says otherwise."""
    if host["family"] != "http":
        return []
    known = {"/.well-known/security.txt":
             f"Contact: mailto:vakt@zoo.example\nExpires: {zoo.in_half_a_year}\nCanonical: https://{host['name']}/.well-known/security.txt\n"}
    files = {path: text for path, text in {**known, **host.get("files", {})}.items() if text}
    lines = []
    for path, text in files.items():
        zoo.write(f"web/{host['name']}{path}", text)
        lines.append(f"location = {path} {{ root {zoo.dir}/web/{host['name']}; default_type text/plain; }}")
    return [*lines, "location ~ ^/[^/]+ { return 404; }"] if "location" not in host and "lines" not in host else lines


def s_server(zoo, hosts):
    openssl = program("openssl")
    commands = []
    for host in hosts:
        words = [openssl, "s_server", "-accept", f"{host['ip']}:{host['ports']['https']}", "-quiet"]
        # The library does not take early data and answer as a web server at once.
        words += [] if "-early_data" in host["switches"] else ["-www"]
        if host.get("certificate") != "none":
            chain, key = zoo.authority.files(host.get("certificate", "good"))
            words += ["-cert", str(chain), "-cert_chain", str(chain), "-key", str(key)]
        words += host["switches"].replace("{dir}", str(zoo.dir)).split()
        commands.append((host["name"], words))
    return commands


def haproxy(zoo, hosts):
    text = "global\n  maxconn 500\n  ssl-default-bind-ciphers ECDHE+AESGCM\ndefaults\n  mode http\n  timeout client 10s\n  timeout server 10s\n  timeout connect 5s\n"
    for host in hosts:
        chain, key = zoo.authority.files("good")
        both = zoo.write("ca/haproxy.pem", chain.read_text() + key.read_text())
        # A crt-list names the host, which strict-sni asks for.
        listed = zoo.write(f"{host['name']}.list", f"{both} {host['name']}\n")
        label = host["name"].split(".")[0]
        text += (f"frontend {label}\n  bind {host['ip']}:{host['ports']['https']} ssl crt-list {listed} {host['bind']}\n"
                 f"  http-request return status 200 content-type text/html string hei\n")
    return [("haproxy", [program("haproxy"), "-db", "-q", "-f", str(zoo.write("haproxy.cfg", text))])]


def apache2(zoo, hosts):
    modules = "/usr/lib/apache2/modules"
    names = ["mpm_event", "authz_core", "ssl", "socache_shmcb"]
    text = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in names)
    text += (f"ServerRoot {zoo.dir}\nPidFile {zoo.dir}/apache.pid\nErrorLog {zoo.dir}/log/apache.log\nServerName zoo.example\n"
             f"Mutex file:{zoo.dir} default\nDefaultRuntimeDir {zoo.dir}\n<Directory />\n  Require all granted\n</Directory>\n")
    if zoo.is_root:
        text += "User www-data\nGroup www-data\n"
    zoo.write("web/apache/index.html", "<html><body>hei</body></html>")
    for host in hosts:
        chain, key = zoo.authority.files(host.get("certificate", "good"))
        place = f"{host['ip']}:{host['ports']['https']}"
        lines = host["lines"].replace("\n", "\n  ")
        text += (f"Listen {place}\n<VirtualHost {place}>\n  ServerName {host['name']}\n  DocumentRoot {zoo.dir}/web/apache\n"
                 f"  SSLEngine on\n  SSLCertificateFile {chain}\n  SSLCertificateKeyFile {key}\n  {lines}\n</VirtualHost>\n")
    return [("apache2", [program("apache2"), "-D", "FOREGROUND", "-f", str(zoo.write("apache.conf", text))])]


def sshd(zoo, hosts):
    commands = []
    key = zoo.dir / "ssh_host_ed25519"
    if not key.exists():
        zoo.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)])
    if zoo.is_root:
        Path("/run/sshd").mkdir(exist_ok=True)
    for host in hosts:
        text = (f"ListenAddress {host['ip']}:{host['ports']['ssh']}\nHostKey {key}\nUsePAM no\nStrictModes no\n"
                f"PidFile none\n{host['lines']}\n")
        commands.append((host["name"], [program("sshd"), "-D", "-e", "-f", str(zoo.write(f"{host['name']}.sshd", text))]))
    return commands


def redis(zoo, hosts):
    return [(host["name"], [program("redis-server"), "--bind", host["ip"], "--port", str(host["ports"]["redis"]), "--save", "",
                            "--protected-mode", "no", "--dir", str(zoo.dir), "--daemonize", "no"]) for host in hosts]


def memcached(zoo, hosts):
    user = ["-u", "root"] if zoo.is_root else []
    return [(host["name"], [program("memcached"), "-l", host["ip"], "-p", str(host["ports"]["memcached"]), "-m", "16", *user])
            for host in hosts]


def slapd(zoo, hosts):
    commands = []
    for host in hosts:
        (zoo.dir / "ldap").mkdir(exist_ok=True)
        text = (f"include /etc/ldap/schema/core.schema\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\npidfile {zoo.dir}/slapd.pid\n"
                f"database mdb\nsuffix dc=zoo,dc=example\nrootdn cn=nobody,dc=zoo,dc=example\ndirectory {zoo.dir}/ldap\n")
        url = f"ldap://{host['ip']}:{host['ports']['ldap']}"
        commands.append((host["name"], [program("slapd"), "-d", "0", "-h", url, "-f", str(zoo.write("slapd.conf", text))]))
    return commands


# server → (what must be installed, its Debian package, who makes the commands)
SERVERS = {
    "nginx": ("nginx", "nginx-light", nginx),
    "s_server": ("openssl", "openssl", s_server),
    "haproxy": ("haproxy", "haproxy", haproxy),
    "apache": ("apache2", "apache2-bin", apache2),
    "sshd": ("sshd", "openssh-server", sshd),
    "redis": ("redis-server", "redis-server", redis),
    "memcached": ("memcached", "memcached", memcached),
    "slapd": ("slapd", "slapd", slapd),
}
