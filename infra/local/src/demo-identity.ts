import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Layout, serviceNamed } from './layout.ts';
import type { Secrets } from './secrets.ts';
import { operatorClientId } from './service-environment.ts';
import { StartError } from './start-error.ts';

/**
 * Makes sure that a person can sign in and that there is a relying party to sign in at. `before` is what demo.env held: what still works
 * is kept. Returns what demo.env gains.
 */
export async function seedIdentity(
  layout: Layout,
  secrets: Secrets,
  before: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const root = serviceNamed(layout, 'identity').url;
  const operator = { id: operatorClientId, secret: secrets.operatorClientSecret };
  const token = await operatorToken(root, operator);
  const { RP_CLIENT_ID: id = '', RP_CLIENT_SECRET: secret = '' } = before;
  const works = id !== '' && (await clientWorks(root, { id, secret }));
  const party = works ? { id, secret } : await createParty(root, token);
  return {
    RP_CLIENT_ID: party.id,
    RP_CLIENT_SECRET: party.secret,
    RP_REDIRECT_URI: redirectUri,
    RP_POST_LOGOUT_REDIRECT_URI: signedOutUri,
    ...(await seedOneLogin(layout, root, token, before)),
    ...(await createPerson(root, token, before)),
    OPERATOR_CLIENT_ID: operator.id,
    OPERATOR_CLIENT_SECRET: operator.secret,
  };
}

/** On a loopback address the party may listen on any port. */
const redirectUri = 'http://127.0.0.1/callback';
const signedOutUri = 'http://127.0.0.1/signed-out';

/** A client at the identity component. */
export interface ClientCredentials {
  id: string;
  secret: string;
}

async function operatorToken(root: string, { id, secret }: ClientCredentials): Promise<string> {
  const { status, json } = await askToken(root, {
    grant_type: 'client_credentials',
    scope: 'identity:admin',
    client_id: id,
    client_secret: secret,
  });
  if (status !== 200) throw failed('/token', status);
  return String(json.access_token);
}

/** Whether identity knows a client. No code is redeemed here: a client that is known is told that the code is wrong, any other is refused first. */
export async function clientWorks(
  root: string,
  { id, secret }: ClientCredentials,
  redirect = redirectUri,
): Promise<boolean> {
  const { status } = await askToken(root, {
    grant_type: 'authorization_code',
    code: 'none',
    redirect_uri: redirect,
    client_id: id,
    client_secret: secret,
  });
  return status === 400;
}

async function createParty(root: string, token: string): Promise<ClientCredentials> {
  const { status, json } = await create(root, token, '/ashlar/v1/clients', {
    department: 'demo',
    service: 'fishing-licence',
    name: 'Fishing licences',
    redirect_uris: [redirectUri, 'http://localhost/callback'],
    post_logout_redirect_uris: [signedOutUri, 'http://localhost/signed-out'],
    grant_types: ['authorization_code', 'refresh_token'],
  });
  if (status !== 201) throw failed('/ashlar/v1/clients', status);
  return { id: String(json.client_id), secret: String(json.client_secret) };
}

/** A relying party of the second issuer, with a key of its own: the one of before while it is there. */
async function seedOneLogin(
  { entryPoints }: Layout,
  root: string,
  token: string,
  before: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  if (!entryPoints.some(({ name }) => name === 'ONE_LOGIN_ISSUER')) return {};
  const { ONE_LOGIN_CLIENT_ID: id = '', ONE_LOGIN_PRIVATE_KEY: kept = '' } = before;
  const headers = { authorization: `Bearer ${token}` };
  const isThere =
    kept !== '' && id !== '' && (await fetch(`${root}/ashlar/v1/clients/${id}`, { headers })).ok;
  if (isThere) return { ONE_LOGIN_CLIENT_ID: id, ONE_LOGIN_PRIVATE_KEY: kept };
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const { status, json } = await create(root, token, '/ashlar/v1/clients', {
    department: 'demo',
    service: 'fishing-licence',
    name: 'Fishing licences',
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [signedOutUri],
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'demo', use: 'sig' }] },
    one_login: {
      sign_in_scopes: ['openid', 'email'],
      claims: ['coreIdentityJWT', 'address', 'returnCode'].map(
        (name) => `https://vocab.account.gov.uk/v1/${name}`,
      ),
      levels_of_confidence: ['P0', 'P1', 'P2'],
      identity_verification: true,
    },
  });
  if (status !== 201) throw failed('/ashlar/v1/clients', status);
  return {
    ONE_LOGIN_CLIENT_ID: String(json.client_id),
    ONE_LOGIN_PRIVATE_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

async function createPerson(
  root: string,
  token: string,
  before: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const { DEMO_USER_EMAIL: known, DEMO_USER_PASSWORD: kept, DEMO_USER_SUBJECT: subject } = before;
  const password = kept ?? randomBytes(12).toString('base64url');
  const email = known ?? 'citizen@demo.example';
  const { status, json } = await create(root, token, '/ashlar/v1/accounts', { email, password });
  if (status === 201) {
    return { DEMO_USER_EMAIL: email, DEMO_USER_PASSWORD: password, DEMO_USER_SUBJECT: String(json.id) };
  }
  if (status === 409 && known !== undefined && kept !== undefined && subject !== undefined) {
    return { DEMO_USER_EMAIL: known, DEMO_USER_PASSWORD: kept, DEMO_USER_SUBJECT: subject };
  }
  if (status !== 409) throw failed('/ashlar/v1/accounts', status);
  // The password, or the id, is not in demo.env: another person takes the place.
  const other = `citizen-${randomBytes(4).toString('hex')}@demo.example`;
  return createPerson(root, token, { DEMO_USER_EMAIL: other, DEMO_USER_PASSWORD: password });
}

interface Reply {
  status: number;
  json: Record<string, unknown>;
}

/** Creates something by identity's admin API. */
export async function create(root: string, token: string, path: string, body: object): Promise<Reply> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return read(await fetch(`${root}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }));
}

async function askToken(root: string, form: Record<string, string>): Promise<Reply> {
  return read(await fetch(`${root}/token`, { method: 'POST', body: new URLSearchParams(form) }));
}

async function read(answer: Response): Promise<Reply> {
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

/** What cannot be set up. */
export function failed(path: string, status: number): StartError {
  return new StartError(`The demo person could not be set up: ${path} answers ${status}`);
}
