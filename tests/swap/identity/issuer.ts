import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { expectJson } from '../http.ts';

/** The password of everybody. */
export const password = 'correct horse battery';
const redirectUri = 'https://party.example/callback';

/** The operators' client, by which the drill administers identity. */
export const operator = { id: 'operator', secret: randomBytes(24).toString('base64url') };

/** What the traffic knows of the issuer: a relying party, and a token of the operators that is renewed in time. */
export interface Issuer {
  readonly url: string;
  readonly party: { readonly id: string; readonly secret: string };
  token(): string;
  close(): void;
}

/** A person. */
export interface Person {
  readonly id: string;
  readonly email: string;
}

/** Opens a relying party at the issuer. */
export async function openIssuer(url: string): Promise<Issuer> {
  let token = await operatorToken(url);
  // It lives for ten minutes.
  const timer = setInterval(() => {
    operatorToken(url).then(
      (renewed) => {
        token = renewed;
      },
      () => {},
    );
  }, 120_000);
  timer.unref();
  const made = await expectJson<{ client_id: string; client_secret: string }>(`${url}/ashlar/v1/clients`, {
    headers: { authorization: `Bearer ${token}` },
    body: {
      department: 'drill',
      service: 'fishing-licence',
      name: 'Fishing licences',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
    },
  });
  return {
    url,
    party: { id: made.client_id, secret: made.client_secret },
    token: () => token,
    close: () => clearInterval(timer),
  };
}

async function operatorToken(url: string): Promise<string> {
  const asked = { client_id: operator.id, client_secret: operator.secret };
  const form = { grant_type: 'client_credentials', scope: 'identity:admin identity:changes', ...asked };
  for (let tries = 1; ; tries += 1) {
    const { status, json } = await post(url, form);
    if (status === 200) return String(json.access_token);
    if (tries === 20) throw new Error(`the operators get no token: ${status} ${JSON.stringify(json)}`);
    await wait(500);
  }
}

/** An answer of the token endpoint; status 0 where there was none. */
export interface TokenAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

async function post(url: string, form: Record<string, string>): Promise<TokenAnswer> {
  try {
    const body = new URLSearchParams(form);
    const answer = await fetch(`${url}/token`, { method: 'POST', body, signal: AbortSignal.timeout(15_000) });
    const text = await answer.text();
    return { status: answer.status, json: text.startsWith('{') ? JSON.parse(text) : {} };
  } catch (error) {
    return { status: 0, json: { error: problemOf(error) } };
  }
}

/** Asks the token endpoint as the relying party. */
export function askTokens({ url, party }: Issuer, form: Record<string, string>): Promise<TokenAnswer> {
  return post(url, { client_id: party.id, client_secret: party.secret, ...form });
}

/** A code that a sign-in brought, and what it takes to redeem it. */
export interface Code {
  readonly code: string;
  readonly verifier: string;
}

/** A step of a sign-in had no answer, or that of somebody on the way. */
export class Away extends Error {
  override readonly name = 'Away';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Signs somebody in with a new browser, by the pages' forms. Throws `Away`. */
export async function signIn(issuer: Issuer, { email }: Person): Promise<{ person: Visitor; code: Code }> {
  const person = visitor(issuer.url);
  const { start, verifier } = begin(issuer, { scope: 'openid email offline_access', prompt: 'consent' });
  const asked = await step(person.open(start));
  const consent = await step(person.submit(asked, '#submit-password', { email, password }));
  const back = await step(person.submit(consent, '#submit-consent'));
  return { person, code: codeIn(back, verifier) };
}

/** Asks for a code without a question, for somebody who is signed in. Throws `Away`. */
export async function askSilently(issuer: Issuer, person: Visitor): Promise<Code> {
  const { start, verifier } = begin(issuer, { scope: 'openid email', prompt: 'none' });
  return codeIn(await step(person.open(start)), verifier);
}

/** What redeems a code. */
export function redemption({ code, verifier }: Code): Record<string, string> {
  return { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
}

function begin({ url, party }: Issuer, asks: Record<string, string>): { start: string; verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: party.id,
    response_type: 'code',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'a-state',
    ...asks,
  });
  return { start: `${url}/authorize?${query}`, verifier };
}

function codeIn({ url, status, document }: Page, verifier: string): Code {
  const { searchParams } = new URL(url);
  const code = searchParams.get('code');
  const why = searchParams.get('error') ?? document.querySelector('h1')?.text.trim();
  if (!code) throw new Away(status < 400 ? 403 : status, `no code: ${why ?? url}`);
  return { code, verifier };
}

/** The page of a step. */
async function step(doing: Promise<Page>): Promise<Page> {
  let page: Page;
  try {
    page = await doing;
  } catch (error) {
    throw new Away(0, problemOf(error));
  }
  if (page.status >= 400) throw new Away(page.status, page.document.querySelector('h1')?.text.trim() ?? '');
  return page;
}

function problemOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code } = (cause ?? {}) as { code?: string };
  return code ?? message;
}
