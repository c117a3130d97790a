// A real OpenID provider (npm: oidc-provider) on loopback, for tests: `node provider.mjs SECRET REDIRECT…`.
// It prints its issuer, and asks whoever comes who they are and with how many factors: the form takes `person` and `factors`.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [secret, ...redirects] = process.argv.slice(2);

const people = {
  kari: { name: 'Kari Nordmann', preferred_username: 'kari', email: 'kari@nordvik.example', email_verified: true, groups: ['ict'] },
  ola: { name: 'Ola Nordmann', preferred_username: 'ola', groups: ['park'] },
};

const shown = {
  two: { acr: 'urn:nordvik:two', amr: ['pwd', 'otp'] },
  one: { acr: 'urn:nordvik:one', amr: ['pwd'] },
};

const settings = {
  clients: [
    {
      client_id: 'arvak',
      client_secret: secret,
      redirect_uris: redirects,
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  scopes: ['openid', 'profile', 'email', 'groups'],
  claims: {
    openid: ['sub', 'acr', 'amr', 'auth_time'],
    profile: ['name', 'preferred_username'],
    email: ['email', 'email_verified'],
    groups: ['groups'],
  },
  acrValues: Object.values(shown).map(({ acr }) => acr),
  // Everything is in the id_token: Årvåk asks nowhere else.
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
  interactions: { url: (_ctx, interaction) => `/people/${interaction.uid}` },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
};

async function field(request) {
  let body = '';
  for await (const part of request) body += part;
  return new URLSearchParams(body);
}

async function ask(provider, request, response) {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!DOCTYPE html><form method="post"><input name="person"><input name="factors"><button>OK</button></form>');
    return;
  }
  const typed = await field(request);
  const accountId = typed.get('person');
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const grantId = await grant.save();
  const login = { accountId, remember: false, ...shown[typed.get('factors')] };
  await provider.interactionFinished(request, response, { login, consent: { grantId } });
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
