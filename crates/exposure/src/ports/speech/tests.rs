//! Answers as the protocols' specifications write them.

use proptest::prelude::*;

use super::*;

/// What is heard in one answer.
fn hear(question: &str, answer: &[u8]) -> Option<ServiceSeen> {
    (named(question).unwrap().hear)(&[answer.to_vec()])
}

/// Its facts and what it says that it is.
fn heard(question: &str, answer: &[u8]) -> String {
    let Some(seen) = hear(question, answer) else { return "nothing".to_owned() };
    assert!(seen.name == question, "{question}: {}", seen.name);
    format!("{} {}", seen.product.unwrap_or_default(), seen.facts.join(",")).trim().to_owned()
}

fn http(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

#[test]
fn rdp_says_whether_it_demands_a_log_in_before_the_screen() {
    let demands = [3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 3, 0, 8, 0, 5, 0, 0, 0];
    let chose = [3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 2, 0, 8, 0, 0, 0, 0, 0];
    let tls_only = [3, 0, 0, 19, 14, 0xd0, 0, 0, 0x12, 0x34, 0, 3, 0, 8, 0, 1, 0, 0, 0];
    let old = [3, 0, 0, 11, 6, 0xd0, 0, 0, 0x12, 0x34, 0];
    assert_eq!(heard("rdp", &demands), "nla_required");
    for answer in [&chose[..], &tls_only, &old] {
        assert_eq!(heard("rdp", answer), "nla_not_required");
    }
}

#[test]
fn a_programmable_controller_is_not_taken_for_a_remote_desktop() {
    let s7 = [3, 0, 0, 22, 17, 0xd0, 0, 1, 0, 4, 0, 0xc0, 1, 10, 0xc1, 2, 1, 0, 0xc2, 2, 1, 2];
    assert_eq!((heard("s7", &s7), heard("rdp", &s7)), (String::new(), "nothing".to_owned()));
}

#[test]
fn vnc_without_a_password_is_told_from_one_with() {
    let said = |types: &[u8]| {
        let said = [b"RFB 003.008\n".to_vec(), types.to_vec()];
        (named("vnc").unwrap().hear)(&said).unwrap().facts.join(",")
    };
    assert_eq!(said(&[2, 2, 1]), NO_LOGIN);
    assert_eq!(said(&[1, 2]), LOGIN_ASKED);
    assert_eq!(said(&[0, 0, 0, 1]), NO_LOGIN);
    assert_eq!(said(&[]), "");
}

#[test]
fn machines_that_steer_say_who_they_are() {
    let modbus =
        b"\0\x01\0\0\0\x1f\x01\x2b\x0e\x01\x01\0\0\x03\0\x08Nordvik \x01\x04PLC1\x02\x031.2";
    assert_eq!(heard("modbus", modbus), "Nordvik PLC1 1.2 no_login");
    assert_eq!(heard("modbus", &[0, 1, 0, 0, 0, 3, 1, 0xab, 1]), "no_login");
    let mut cip = ethernet_ip_answer();
    assert_eq!(heard("ethernet_ip", &cip), "1756-L61 no_login");
    cip[0] = 0x6f;
    assert_eq!(heard("ethernet_ip", &cip), "nothing");
    assert_eq!(heard("iec104", &[0x68, 4, 0x83, 0, 0, 0]), "no_login");
    assert_eq!(
        heard("bacnet", b"\x81\x0b\0\x14\x01\x20\xff\xff\0\xff\x10\0\xc4\x02\0\0\x01"),
        "no_login"
    );
    let fox = b"fox a 0 -1 fox hello\n{\nfox.version=s:1.0.1\napp.version=s:4.10.0\n};;\n";
    assert_eq!(heard("fox", fox), "4.10.0");
    assert_eq!(heard("opcua", b"ACKF\x1c\0\0\0"), "");
    let knx =
        [&[6, 0x10, 2, 4, 0, 0x44, 0x36, 1, 2, 0][..], &[0; 20], b"KNX IP BAOS\0\0\0"].concat();
    assert_eq!(heard("knx", &knx), "KNX IP BAOS no_login");
    assert_eq!(heard("dnp3", b"\x05\x64\x05\x0b\0\0\x01\0\x99\x99"), "nothing");
}

fn ethernet_ip_answer() -> Vec<u8> {
    let mut answer = industrial::ethernet_ip_question();
    answer.resize(62, 0);
    answer.push(8);
    answer.extend(b"1756-L61\x03");
    answer
}

#[test]
fn databases_say_their_version_and_whether_they_encrypt() {
    let mysql = |flags: u8| {
        [&b"\x4a\0\0\0\x0a8.0.36\0\x08\0\0\0abcdefgh\0"[..], &[0xff, flags], &[0; 20]].concat()
    };
    assert_eq!(heard("mysql", &mysql(0xf7)), "8.0.36 no_encryption");
    assert_eq!(heard("mysql", &mysql(0xff)), "8.0.36 tls_offered");
    assert_eq!(heard("postgresql", b"S"), "tls_offered");
    assert_eq!(heard("postgresql", b"N"), "no_encryption");
    assert_eq!(heard("postgresql", b"220 hello"), "nothing");
    let sql_server =
        b"\x04\x01\0\x1a\0\0\x01\0\0\0\x0b\0\x06\x01\0\x11\0\x01\xff\x10\0\x03\xe8\0\0\x02";
    assert_eq!(heard("mssql", sql_server), "16.0.1000");
    assert_eq!(
        heard("oracle", b"\0\x31\0\0\x04\0\0\0\"\0\0\x35(DESCRIPTION=(VSNNUM=318767104)(ERR=0))"),
        "318767104"
    );
    let mongodb = b"\x40\0\0\0\x05\0\0\0\x01\0\0\0\xdd\x07\0\0\0\0\0\0\0\x2b\0\0\0\x10maxWireVersion\0\x15\0\0\0\0";
    assert_eq!(heard("mongodb", mongodb), "");
    assert_eq!(heard("cassandra", &[0x84, 0, 0, 0, 6, 0, 0, 0, 0]), "");
}

#[test]
fn caches_and_indexes_say_whether_they_ask_for_a_log_in() {
    assert_eq!(heard("redis", b"+PONG\r\n"), NO_LOGIN);
    assert_eq!(heard("redis", b"-NOAUTH Authentication required.\r\n"), LOGIN_ASKED);
    assert_eq!(heard("redis", b"HTTP/1.1 400 Bad Request\r\n"), "nothing");
    assert_eq!(heard("memcached", b"VERSION 1.6.18\r\n"), "1.6.18 no_login");
    let open = http(
        "200 OK",
        "",
        r#"{"cluster_name":"a","version":{"number" : "8.12.0","lucene_version":"9.9.1"}}"#,
    );
    assert_eq!(heard("elasticsearch", &open), "8.12.0 no_login");
    let guarded =
        http("401 Unauthorized", "", r#"{"error":{"type":"security_exception"},"status":401}"#);
    assert_eq!(heard("elasticsearch", &guarded), "login_asked");
    let kibana = http("302 Found", "kbn-name: a\r\n", "");
    assert_eq!(heard("kibana", &kibana), "login_asked");
    assert_eq!(
        heard("couchdb", &http("200 OK", "", r#"{"couchdb":"Welcome","version":"3.3.3"}"#)),
        "3.3.3"
    );
    assert_eq!(
        heard("influxdb", &http("204 No Content", "X-Influxdb-Version: 1.6.4\r\n", "")),
        "1.6.4"
    );
    assert_eq!(heard("clickhouse", &http("200 OK", "", "Ok.\n")), "");
}

#[test]
fn what_runs_containers_is_recognised_by_its_version() {
    let docker =
        r#"{"Platform":{"Name":""},"Version":"24.0.7","ApiVersion":"1.43","KernelVersion":"6.1"}"#;
    assert_eq!(heard("docker", &http("200 OK", "", docker)), "24.0.7 no_login");
    let kubernetes = r#"{"major":"1","gitVersion": "v1.29.0","goVersion":"go1.21"}"#;
    assert_eq!(heard("kubernetes", &http("200 OK", "", kubernetes)), "v1.29.0");
    let refused = r#"{"kind":"Status","apiVersion":"v1","status":"Failure","code":401}"#;
    assert_eq!(heard("kubernetes", &http("401 Unauthorized", "", refused)), "login_asked");
    assert_eq!(
        heard("etcd", &http("200 OK", "", r#"{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}"#)),
        "3.4.23"
    );
    assert_eq!(heard("kubelet", &http("200 OK", "", "ok")), NO_LOGIN);
    assert_eq!(heard("kubelet", &http("200 OK", "", "<html>ok</html>")), "nothing");
    assert_eq!(
        heard("ipp", &http("200 OK", "Server: CUPS/2.4 IPP/2.1\r\n", "")),
        "CUPS/2.4 IPP/2.1"
    );
}

#[test]
fn queues_and_telephony_are_recognised() {
    assert_eq!(heard("mqtt", &[0x20, 2, 0, 1]), "");
    assert_eq!(heard("mqtt", &[0x20, 3, 0, 0x84, 0]), "");
    let amqp = b"\x01\0\0\0\0\x01\x50\0\x0a\0\x0a\0\x09\0\0\0\x20\x07productS\0\0\0\x08RabbitMQ\x07versionS";
    assert_eq!(heard("amqp", amqp), "RabbitMQ");
    let kafka = b"\0\0\0\x0e\0\0\0\x01\0\0\0\0\0\0\0\0\0\0";
    assert_eq!(heard("kafka", kafka), "");
    assert_eq!(heard("zookeeper", b"Zookeeper version: 3.8.0\nLatency"), "3.8.0 no_login");
    assert_eq!(heard("rabbitmq", &http("200 OK", "", "<title>RabbitMQ Management</title>")), "");
    assert_eq!(
        heard("sip", b"SIP/2.0 200 OK\r\nServer: Asterisk PBX 18\r\n\r\n"),
        "Asterisk PBX 18"
    );
}

#[test]
fn shared_files_are_recognised() {
    let mut smb2 = [&[0, 0, 0, 0x80][..], b"\xfeSMB\x40\0"].concat();
    smb2.resize(20, 0);
    smb2.push(1);
    smb2.resize(68, 0);
    smb2.extend([65, 0, 1, 0, 2, 3, 0, 0]);
    assert_eq!(heard("smb", &smb2), "SMB 3.0.2 signing_not_required");
    smb2[70] = 3;
    assert_eq!(heard("smb", &smb2), "SMB 3.0.2");
    let mut smb1 = [&[0, 0, 0, 0x55][..], b"\xffSMB\x72"].concat();
    smb1.resize(13, 0);
    smb1.push(0x88);
    smb1.resize(36, 0);
    smb1.extend([17, 0, 0]);
    assert_eq!(heard("smb1", &smb1), "smb1");
    smb1.truncate(37);
    smb1.extend([0xff, 0xff]);
    assert_eq!(heard("smb1", &smb1), "nothing");
    assert_eq!(heard("netbios_session", &[0x83, 0, 0, 1, 0x82]), "");
    assert_eq!(heard("msrpc", &[5, 0, 12, 3]), "");
    assert_eq!(heard("rsync", b"@RSYNCD: 31.0 sha512\n"), "31.0 sha512");
    assert_eq!(heard("portmapper", &[0x80, 0, 0, 24, 0x61, 0x72, 0x76, 0x6b, 0, 0, 0, 1, 0]), "");
    let ftp = |features: &[u8]| {
        let said = [b"220 (vsFTPd 3.0.3)\r\n".to_vec(), features.to_vec()];
        (named("ftp").unwrap().hear)(&said).unwrap().facts.join(",")
    };
    assert_eq!(ftp(b"211-Features:\r\n AUTH TLS\r\n211 End\r\n"), TLS_OFFERED);
    assert_eq!(ftp(b"500 what?\r\n"), NO_ENCRYPTION);
    assert_eq!(heard("ftp", b"220 mail.nordvik.example ESMTP Postfix\r\n"), "nothing");
}

#[test]
fn directories_are_recognised_with_short_and_long_lengths() {
    let entry = [&[0x30, 0x84, 0, 0, 0, 30, 2, 1, 1, 0x64][..], b"defaultNamingContext"].concat();
    assert_eq!(heard("ldap", &entry), "anonymous_root,active_directory");
    assert_eq!(heard("ldap", &[0x30, 12, 2, 1, 1, 0x65, 7, 10, 1, 50]), "");
    assert_eq!(heard("cldap", &[0x30, 12, 2, 1, 1, 0x65, 7]), "");
    assert_eq!(heard("ldap", b"HTTP/1.1 400"), "nothing");
}

#[test]
fn services_over_udp_are_recognised() {
    let snmp = b"\x30\x35\x02\x01\x01\x04\x06public\xa2\x28\x02\x01\x01\x02\x01\0\x02\x01\0\x30\x1d\x30\x1b\x06\x08\x2b\x06\x01\x02\x01\x01\x01\0\x04\x0fLinux nordvik 6";
    assert_eq!(heard("snmp", snmp), "Linux nordvik 6 no_login");
    assert_eq!(heard("ipmi", &[6, 0, 0xff, 6, 0, 0, 0x11, 0xbe, 0x40, 0, 0, 16]), "");
    assert_eq!(heard("ntp_monlist", &[0x97, 0, 3, 0x2a, 0, 6, 0, 72]), "lists_clients");
    assert_eq!(heard("ntp_monlist", &[0x97, 0, 3, 0x2a, 0x40, 0, 0, 0]), "");
    assert_eq!(
        heard("ntp_control", b"\x16\x82\0\x01\0\0\0\0\0\0\0\x20version=\"ntpd 4.2.8\""),
        "ntpd 4.2.8"
    );
    assert_eq!(
        heard("ssdp", b"HTTP/1.1 200 OK\r\nSERVER: Linux UPnP/1.0\r\n\r\n"),
        "Linux UPnP/1.0"
    );
    assert_eq!(heard("memcached_udp", b"\0\0\0\0\0\x01\0\0VERSION 1.4.5\r\n"), "1.4.5 no_login");
    assert_eq!(heard("chargen", &[b'x'; 40]), "");
    assert_eq!(heard("dns_any", &[0x61, 0x72, 0x81, 0x80]), "");
}

/// No question is an answer: a server that says back what it hears is no service.
#[test]
fn an_echo_is_nothing() {
    for speech in all().filter(|speech| !speech.steps.is_empty()) {
        let said: Vec<Vec<u8>> =
            speech.steps.iter().map(|step| (step.say)("www.nordvik.example")).collect();
        assert_eq!((speech.hear)(&said), None, "{}", speech.name);
    }
}

proptest! {
    #[test]
    fn any_answer_is_heard_without_a_panic(
        said in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..120), 0..3),
    ) {
        for speech in all() {
            let _ = (speech.hear)(&said);
        }
    }
}
