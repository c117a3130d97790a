//! `scripts/test` fails when one of its steps fails, and tells in the end how many tests ran. A
//! `cargo` that only pretends stands in for the real one.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use xtask::root;

/// Answers as cargo and nextest do; `$FAIL` names the step that fails.
const CARGO: &str = r#"#!/usr/bin/env bash
fails() { [ "$FAIL" = "$1" ]; }
case "$1 $2" in
"fmt --all") ! fails format ;;
"clippy --locked") ! fails lints ;;
"deny --version") false ;;
"nextest --version") ! fails nextest ;;
"nextest run")
  if fails build; then echo "error[E0425]: cannot find"; exit 101; fi
  echo "        PASS [   0.009s] (1/2) one"
  echo "    SKIPPED: nginx is not installed"
  if fails tests; then echo "     Summary [   3.2s] 2 tests run: 1 passed, 1 failed, 0 skipped"; exit 100; fi
  echo "     Summary [   3.2s] 2 tests run: 2 passed, 0 skipped" ;;
"test --locked")
  if [[ "$*" == *"--test pages"* ]]; then
    if fails build; then echo "error[E0425]: cannot find"; exit 101; fi
    if fails pages; then echo "test result: FAILED. 1 passed; 1 failed; 0 ignored"; exit 101; fi
    echo "test result: ok. 2 passed; 0 failed; 0 ignored"
    exit 0
  fi
  echo "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out"
  echo "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out"
  exit 101 ;;
*) echo "unexpected: $*"; exit 1 ;;
esac
"#;

fn put_program(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::io::Write::write_all(&mut std::fs::File::create(path).unwrap(), text.as_bytes()).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// The exit code and the last lines of `scripts/test` where one step fails.
#[expect(clippy::disallowed_methods, reason = "the pretended cargo goes before the others")]
fn run(failing: &str) -> (Option<i32>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let script = std::fs::read_to_string(root().join("scripts/test")).unwrap();
    put_program(&folder.path().join("scripts/test"), &script);
    put_program(&folder.path().join("scripts/test-tools"), "#!/bin/sh\n");
    put_program(&folder.path().join("bin/cargo"), CARGO);
    let path = std::env::var("PATH").unwrap();
    let output = Command::new(folder.path().join("scripts/test"))
        .env("PATH", format!("{}:{path}", folder.path().join("bin").display()))
        .env("FAIL", failing)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code(), text.lines().map(str::to_owned).collect())
}

#[test]
fn the_last_lines_say_what_was_skipped_and_how_many_tests_ran() {
    let (code, lines) = run("nothing");
    assert_eq!(code, Some(0), "{lines:#?}");
    assert_eq!(lines[lines.len() - 1], "everything passed");
    assert!(lines[lines.len() - 2].ends_with("2 tests run: 2 passed, 0 skipped"), "{lines:#?}");
    let skipped = lines.iter().position(|line| line == "--- what was skipped:").unwrap();
    assert!(lines[skipped..].contains(&"SKIPPED: nginx is not installed".to_owned()), "{lines:#?}");
}

#[test]
fn a_step_that_fails_makes_the_script_fail_and_is_named() {
    for (failing, named, counted) in [
        ("format", "FAILED: format", "2 tests run: 2 passed, 0 skipped"),
        ("lints", "FAILED: lints", "2 tests run: 2 passed, 0 skipped"),
        ("tests", "FAILED: tests", "2 tests run: 1 passed, 1 failed, 0 skipped"),
        ("build", "FAILED: tests pages", "no test ran"),
        ("pages", "FAILED: pages", "2 tests run: 2 passed, 0 skipped"),
        // Without nextest, cargo's own test runner; its counts are added up.
        ("nextest", "FAILED: tests", "8 tests run: 7 passed, 1 failed, 1 skipped"),
    ] {
        let (code, lines) = run(failing);
        assert_eq!(code, Some(1), "{failing}: {lines:#?}");
        assert_eq!(lines[lines.len() - 1], named);
        assert!(lines[lines.len() - 2].ends_with(counted), "{failing}: {lines:#?}");
    }
}
