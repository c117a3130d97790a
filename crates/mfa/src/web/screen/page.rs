//! What stands on a page now, and acting on it. Scripts of ours run in a world of their own, which those of the page do not
//! see; what was typed is never read back.

/// Writes down what a person can see, as HTML, and keeps its elements in the order of their tags.
pub(super) const READ: &str = r#"(() => {
  const seen = []; globalThis.arvakElements = seen;
  let out = '';
  const left = /^(script|style|noscript|template|link|title|meta|head|object|embed)$/;
  const raw = /^(iframe|frame|xmp|plaintext|noembed|noframes|listing)$/;
  const empty = /^(area|base|br|col|hr|img|input|wbr)$/;
  const text = (s) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const shows = (n) => {
    const style = getComputedStyle(n);
    if (style.display === 'contents') return true;
    if (style.display === 'none') return false;
    return !n.matches('input,button,select,textarea,a') || style.visibility === 'visible';
  };
  const walk = (n, depth) => {
    if (out.length > 1500000 || depth > 400) return;
    if (n.nodeType === 3) { out += text(n.data); return; }
    if (n.nodeType !== 1) return;
    const tag = n.localName;
    if (left.test(tag)) return;
    const hidden = tag === 'input' && n.type === 'hidden';
    if (!hidden && tag !== 'option' && !shows(n)) return;
    const button = n.getAttribute('role') === 'button' && tag !== 'button' && tag !== 'input';
    const name = button ? 'button' : raw.test(tag) || !/^[a-z][a-z0-9-]*$/.test(tag) ? 'div' : tag;
    seen.push(n);
    out += '<' + name;
    for (const { name: key, value } of n.attributes) {
      if (!/^[a-z_][a-z0-9_.:-]*$/i.test(key) || /^(on|style$|checked$|selected$|type$|value$)/i.test(key)) continue;
      out += ' ' + key + '="' + text(value).replace(/"/g, '&quot;') + '"';
    }
    const typed = tag === 'input' && !/^(hidden|checkbox|radio|submit|button|reset|image)$/.test(n.type);
    if (tag === 'input' || tag === 'button') out += ' type="' + n.type + '"';
    else if (button) out += ' type="button"';
    if (!typed && tag !== 'textarea' && tag !== 'select' && typeof n.value === 'string')
      out += ' value="' + text(n.value).replace(/"/g, '&quot;') + '"';
    if (n.checked) out += ' checked';
    if (tag === 'option' && n.selected) out += ' selected';
    out += '>';
    if (empty.test(name)) return;
    if (tag !== 'textarea') {
      let inner = n.shadowRoot || n;
      if (tag === 'iframe') { try { inner = n.contentDocument.body; } catch { inner = null; } }
      if (inner) for (const child of inner.childNodes) walk(child, depth + 1);
    }
    out += '</' + name + '>';
  };
  if (document.body) walk(document.body, 0);
  let kept = 0;
  try { kept = localStorage.length; } catch { kept = 0; }
  return { html: out, url: location.href, ready: document.readyState, kept };
})()"#;

/// Whether the page is there, and what can be done on it, after its own scripts had their turn.
pub(super) const STATE: &str = r"new Promise((done) => setTimeout(done, 50)).then(() => {
  const all = document.querySelectorAll('input,button,select,textarea,form');
  return { ready: document.readyState, state: location.href + ' ' + Array.from(all).slice(0, 500)
    .map((n) => n.localName + '#' + n.id + '.' + n.name + (n.getClientRects().length ? '+' : '-') + (n.disabled ? '!' : '')).join(' ') };
})";

/// Puts the cursor into an element, over what stands there.
pub(super) fn focus(tag: usize) -> String {
    format!(
        "(() => {{ const n = globalThis.arvakElements?.[{tag}]; if (!n) return false; n.focus(); n.select?.(); return true; }})()"
    )
}

/// Presses an element.
pub(super) fn press(tag: usize) -> String {
    format!(
        "(() => {{ const n = globalThis.arvakElements?.[{tag}]; if (!n) return false; n.click(); return true; }})()"
    )
}

/// Ticks a box.
pub(super) fn tick(tag: usize) -> String {
    format!(
        "(() => {{ const n = globalThis.arvakElements?.[{tag}]; if (!n) return false; if (!n.checked) n.click(); return true; }})()"
    )
}

/// Takes a control out of what is sent.
pub(super) fn leave_out(tag: usize) -> String {
    format!(
        "(() => {{ const n = globalThis.arvakElements?.[{tag}]; if (!n) return false; n.disabled = true; return true; }})()"
    )
}
