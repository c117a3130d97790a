// A real service provider (npm: node-saml) on loopback, for tests: `node service.mjs CHECKS`. It prints its address.
// CHECKS: `everything`, `all-but-the-class`, `class-where-there-is-one`, `any-key` (that stands in the answer), `first-found` (the
// signature is right, and the first class that is found counts), `no-time`, `no-audience`, `any-request`, or `nothing`.
import { randomBytes } from 'node:crypto';
import { SAML } from '@node-saml/node-saml';
import express from 'express';

const [checks] = process.argv.slice(2);
const CLASS = 'https://refeds.org/profile/mfa';
const sessions = new Set();
let saml;
let named;

const textOf = (answer) => Buffer.from(answer, 'base64').toString('utf8');
const classOf = (xml) => /AuthnContextClassRef>([^<]*)</.exec(xml)?.[1];

function reader(callbackUrl, idpCert) {
  return new SAML({
    callbackUrl,
    idpCert,
    issuer: 'urn:portal',
    entryPoint: named.sso,
    idpIssuer: named.entity_id,
    audience: checks === 'no-audience' ? false : 'urn:portal',
    validateInResponseTo: checks === 'any-request' ? 'never' : 'always',
    acceptedClockSkewMs: checks === 'no-time' ? -1 : 0,
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: true,
    authnContext: [CLASS],
    cacheProvider: cache,
  });
}

const requests = new Map();
const cache = {
  saveAsync: async (key, value) => (requests.set(key, value), { value, createdAt: Date.now() }),
  getAsync: async (key) => requests.get(key) ?? null,
  removeAsync: async (key) => (requests.delete(key), key),
};

// The assertion that the signature names, alone: the rest is not looked at.
function signedAlone(xml) {
  const id = /Reference URI="#([^"]+)"/.exec(xml)?.[1];
  const all = xml.match(/<saml:Assertion[\s\S]*?<\/saml:Assertion>/g) ?? [];
  const [front] = xml.split('<saml:Assertion');
  return `${front}${all.find((one) => one.includes(`ID="${id}"`))}</samlp:Response>`;
}

async function takes(request) {
  const given = request.body.SAMLResponse;
  const xml = textOf(given);
  if (checks === 'nothing') return true;
  let [by, answer] = [saml, given];
  if (checks === 'any-key') by = reader(saml.options.callbackUrl, /X509Certificate>([^<]+)</.exec(xml)?.[1]);
  if (checks === 'first-found') answer = Buffer.from(signedAlone(xml)).toString('base64');
  const { profile } = await by.validatePostResponseAsync({ SAMLResponse: answer });
  const read = checks === 'first-found' ? xml : profile.getAssertionXml();
  const shown = classOf(read);
  if (checks === 'all-but-the-class') return true;
  if (checks === 'class-where-there-is-one') return shown === CLASS || shown.endsWith(':unspecified');
  // node-saml does not look at the recipient.
  return shown === CLASS && read.includes(`Recipient="${saml.options.callbackUrl}"`);
}

const app = express();
app.use(express.urlencoded({ extended: false, limit: '1mb' }));
app.use(express.json());
app.post('/control', (request, response) => {
  named = request.body;
  saml = reader(`http://${request.headers.host}/acs`, named.certificate);
  response.json({});
});
app.get('/login', async (_request, response) => response.redirect(await saml.getAuthorizeUrlAsync('a state', undefined, {})));
app.post('/acs', async (request, response) => {
  try {
    if (!(await takes(request))) return response.status(403).send('<p>Avvist</p>');
  } catch (error) {
    return response.status(403).send(`<p>Avvist: ${error.message.replaceAll('<', '&lt;')}</p>`);
  }
  const session = randomBytes(12).toString('hex');
  sessions.add(session);
  return response.cookie('s', session, { httpOnly: true }).redirect('/');
});
app.get('/', (request, response) => {
  const session = /s=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  return sessions.has(session) ? response.send('<h1>Hei, kanari</h1>') : response.redirect('/login');
});

const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
