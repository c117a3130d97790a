// A real SAML provider (npm: samlp) on loopback with a log-in of two steps, for tests: `node provider.mjs MODE LAYOUT`.
// It prints its address; its metadata is at /metadata. MODE says how it goes wrong: see `needsCode`, `takes` and `shown`.
// LAYOUT: `two` pages, all on `one`, or the `name` first. With `scripts` after it, its pages are made by script.
import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import samlp from 'samlp';

const [mode, layout, pages] = process.argv.slice(2);
const USER = 'kanari';
const PASSWORD = 'Vinter-2026!';
const SEED = Buffer.from('12345678901234567890');
const CLASSES = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';
const HIGH = 'https://refeds.org/profile/mfa';
const LOW = `${CLASSES}PasswordProtectedTransport`;
const ACS = 'http://127.0.0.1:9/acs';
const ISSUER = 'https://id.nordvik.example/saml';

function pair() {
  const folder = mkdtempSync(join(tmpdir(), 'arvak-saml-'));
  const at = (name) => join(folder, name);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(at('key'), key, { mode: 0o600 });
  execFileSync('openssl', ['req', '-x509', '-new', '-key', at('key'), '-subj', '/CN=id', '-out', at('cert')]);
  const cert = readFileSync(at('cert'), 'utf8');
  rmSync(folder, { recursive: true });
  return { key, cert };
}

const own = pair();
const signer = mode === 'another-key' ? pair() : own;

function code(step) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const tag = createHmac('sha1', SEED).update(counter).digest();
  const at = tag[tag.length - 1] & 15;
  return String((tag.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0');
}

let last = 0;
function takes(given) {
  if (mode === 'any-code') return true;
  const now = Math.floor(Date.now() / 30000);
  const step = [now - 1, now, now + 1].find((one) => code(one) === given);
  if (!step || step <= last) return false;
  last = step;
  return true;
}

const devices = new Set();
const sessions = new Map();

function needsCode(asked, request) {
  const device = /device=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  if (mode === 'constant-class') return false;
  if (mode === 'only-when-asked') return asked.class === HIGH;
  if (mode === 'lower-class') return !asked.class?.startsWith(CLASSES);
  if (mode === 'idp-initiated') return asked.id !== undefined;
  if (mode === 'remembers') return !devices.has(device);
  if (mode === 'remembers-unforced') return asked.forceAuthn === 'true' || !devices.has(device);
  return true;
}

function shown(withCode) {
  if (mode === 'constant-class') return HIGH;
  if (mode === 'shows-nothing') return LOW;
  if (mode.startsWith('entra')) return `${CLASSES}Password`;
  return withCode ? HIGH : LOW;
}

// AD FS and Entra ID tell the methods in a claim.
const methods = (withCode) => {
  const base = 'http://schemas.microsoft.com/';
  const password = `${CLASSES}PasswordProtectedTransport`;
  return withCode && mode === 'entra' ? [password, `${base}claims/multipleauthn`] : [password];
};

function hand(request, response, next, query, withCode) {
  const mapper = () => ({
    getClaims: () => ({ 'http://schemas.microsoft.com/claims/authnmethodsreferences': methods(withCode) }),
    getNameIdentifier: () => ({ nameIdentifier: USER }),
  });
  const asked = { method: 'GET', query, body: {}, headers: request.headers };
  samlp.auth({
    ...signer,
    issuer: ISSUER,
    destination: ACS,
    recipient: ACS,
    audience: query.SAMLRequest ? undefined : 'urn:arvak:prober',
    getPostURL: (_audience, _dom, _request, done) => done(null, ACS),
    getUserFromRequest: () => ({ id: USER }),
    profileMapper: mapper,
    authnContextClassRef: shown(withCode),
    signResponse: mode === 'signs-both',
    signatureAlgorithm: mode === 'sha1' ? 'rsa-sha1' : 'rsa-sha256',
    digestAlgorithm: mode === 'sha1' ? 'sha1' : 'sha256',
    ...(mode === 'encrypts' ? { encryptionCert: own.cert, encryptionPublicKey: own.cert } : {}),
  })(asked, response, next);
}

const begun = new Map();
const page = (said, inner) => {
  const form = `<p>${said}</p><form method="post" action="/in">${inner}<button>OK</button></form>`;
  if (pages !== 'scripts') return `<!DOCTYPE html>${form}`;
  const letters = JSON.stringify([...form].map((letter) => letter.codePointAt(0)));
  return `<!DOCTYPE html><body><script>document.body.innerHTML = String.fromCodePoint(...${letters})</script>`;
};
const hidden = (id) => `<input type="hidden" name="flow" value="${id}">`;
const NAME = '<input name="user">';
const WORD = '<input type="password" name="pass">';
const DIGITS = '<label>Engangskode <input name="otp"></label>';

function first(id, said) {
  const inner = { one: NAME + WORD + DIGITS, two: NAME + WORD, name: NAME }[layout];
  return page(said, hidden(id) + inner);
}

const app = express();
app.use(express.urlencoded({ extended: false }));
const endpoints = { redirectEndpointPath: '/sso', postEndpointPath: '/sso' };
app.get('/metadata', samlp.metadata({ issuer: ISSUER, cert: own.cert, ...endpoints }));

const ask = (request, response, next) => {
  const query = { ...request.query };
  samlp.parseRequest(request, (error, parsed) => {
    if (error) return next(error);
    const asked = { ...parsed, class: parsed?.requestedAuthnContext?.authnContextClassRef };
    const session = sessions.get(/sid=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);
    if (session && asked.forceAuthn !== 'true') return hand(request, response, next, query, session.withCode);
    const id = randomBytes(12).toString('hex');
    begun.set(id, { asked, query, passed: false });
    return response.send(first(id, ''));
  });
};
app.get('/sso', ask);
app.get('/portal', ask);

app.post('/in', (request, response, next) => {
  const { flow, user, pass, otp } = request.body;
  const state = begun.get(flow);
  if (!state) return response.status(400).send('<p>Feil</p>');
  const again = (said) => response.send(first(flow, said));
  const finish = (withCode) => {
    const [sid, device] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')];
    sessions.set(sid, { withCode });
    response.append('set-cookie', `sid=${sid}; Path=/; HttpOnly`);
    if (mode.startsWith('remembers') && withCode) {
      devices.add(device);
      response.append('set-cookie', `device=${device}; Path=/; Max-Age=2592000`);
    }
    hand(request, response, next, state.query, withCode);
  };
  if (pass === undefined && otp === undefined) return response.send(page('', hidden(flow) + `<input type="hidden" name="user" value="${user}">` + WORD));
  const isRight = user === USER && pass === PASSWORD;
  if (pass !== undefined && !isRight) return again('Feil navn eller passord');
  if (pass !== undefined) state.passed = true;
  if (!state.passed) return again('Feil');
  const isNeeded = needsCode(state.asked, request);
  if (layout === 'one') return !isNeeded || takes(otp) ? finish(Boolean(otp)) : again('Feil navn, passord eller kode');
  if (otp === undefined) return isNeeded ? response.send(page('', hidden(flow) + DIGITS)) : finish(false);
  return takes(otp) ? finish(true) : response.send(page('Feil kode', hidden(flow) + DIGITS));
});

const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
