// A real OpenID provider (npm: oidc-provider) on loopback with a log-in of two steps, for tests: `node two-factor.mjs MODE`.
// It prints its issuer. MODE says how it goes wrong: see `needsCode`, `takes` and `shown`. With `scripts` after it, its pages are made by script.
import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [mode, pages] = process.argv.slice(2);
const USER = 'kanari';
const PASSWORD = 'Vinter-2026!';
const SEED = Buffer.from('12345678901234567890');
const HIGH = 'idporten-loa-high';
const LOW = 'idporten-loa-low';

const settings = {
  clients: [
    {
      client_id: 'prober',
      client_secret: 'not a real secret',
      redirect_uris: ['http://127.0.0.1:9/back'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time'] },
  acrValues: [LOW, HIGH],
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, interaction) => `/people/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
};

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
const passed = new Set();

function needsCode(params, request) {
  const asked = (params.acr_values ?? '').split(' ');
  if (mode === 'constant-acr') return false;
  if (mode === 'only-when-asked') return asked.includes(HIGH);
  if (mode === 'lower-acr') return !asked.includes(LOW);
  if (mode === 'remembers') return ![...devices].some((device) => (request.headers.cookie ?? '').includes(device));
  return true;
}

function shown(withCode) {
  if (mode === 'constant-acr') return { acr: HIGH, amr: ['pwd', 'otp'] };
  if (mode === 'shows-nothing') return { acr: LOW, amr: ['pwd'] };
  return withCode ? { acr: HIGH, amr: ['pwd', 'otp'] } : { acr: LOW, amr: ['pwd'] };
}

const page = (said, inner) => {
  const form = `<p>${said}</p><form method="post">${inner}<button>OK</button></form>`;
  if (pages !== 'scripts') return `<!DOCTYPE html>${form}`;
  const letters = JSON.stringify([...form].map((letter) => letter.codePointAt(0)));
  return `<!DOCTYPE html><body><script>document.body.innerHTML = String.fromCodePoint(...${letters})</script>`;
};
const first = (said) => page(said, '<input name="user"><input type="password" name="pass">');
const second = (said) => page(said, '<label>Engangskode <input name="otp"></label>');

async function finish(provider, request, response, withCode) {
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: USER, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  if (mode === 'remembers' && withCode) {
    const device = randomBytes(12).toString('hex');
    devices.add(device);
    response.appendHeader('set-cookie', `device=${device}; Path=/; Max-Age=2592000`);
  }
  const login = { accountId: USER, ...shown(withCode) };
  await provider.interactionFinished(request, response, { login, consent: { grantId } });
}

async function ask(provider, request, response) {
  const send = (text) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(text);
  };
  const uid = request.url.split('/').pop();
  if (request.method !== 'POST') return send(first(''));
  let body = '';
  for await (const part of request) body += part;
  const typed = new URLSearchParams(body);
  const { params } = await provider.interactionDetails(request, response);
  if (typed.has('otp')) {
    if (!passed.has(uid)) return send(first('Feil'));
    return takes(typed.get('otp')) ? finish(provider, request, response, true) : send(second('Feil kode'));
  }
  if (typed.get('user') !== USER || typed.get('pass') !== PASSWORD) return send(first('Feil navn eller passord'));
  passed.add(uid);
  return needsCode(params, request) ? send(second('')) : finish(provider, request, response, false);
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, settings);
  const usual = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url.startsWith('/people/')) return usual(request, response);
    return ask(provider, request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  console.log(issuer);
});
