import { decodeJwt, jwtVerify } from 'jose';
import { userinfoClaims } from './claims.ts';
import type { Party } from './party.ts';
import { type Asked, objectRules, queryRules, type Refusal, refusals } from './rules.ts';
import { lowestOf, parseVectors, usualVector, type Vector } from './vector.ts';

/** What becomes of a request to sign somebody in: a page that says no, a way back to the client, or on to the engine with these parameters. */
export type Decision =
  | { readonly kind: 'page' }
  | { readonly kind: 'back'; readonly location: string }
  | { readonly kind: 'on'; readonly query: URLSearchParams };

/** What requests are judged by. */
export interface Court {
  readonly authorizeUrl: string;
  readonly canProve: boolean;
  findParty(id: string): Promise<Party | undefined>;
}

/**
 * Judges a request. Whoever asks under an unknown name or address is told so on a page; everybody else at their own address. What goes on to
 * the engine has been judged, and comes from the request object where there is one.
 */
export async function judge(court: Court, query: URLSearchParams): Promise<Decision> {
  const given = Object.fromEntries(query);
  const isDoubled = [...query.keys()].length !== Object.keys(given).length;
  const party = given.client_id === undefined ? undefined : await court.findParty(given.client_id);
  if (!party || isDoubled) return { kind: 'page' };
  const asked = given.request === undefined ? given : await openObject(given, party);
  if (!asked) return { kind: 'page' };
  const { redirect_uri: redirectUri, response_mode: mode = 'query', state } = asked;
  if (redirectUri === undefined || !party.redirectUris.includes(redirectUri)) return { kind: 'page' };
  if (mode !== 'query' && mode !== 'fragment') return { kind: 'page' };
  const { canProve, authorizeUrl } = court;
  const rules = given.request === undefined ? queryRules(canProve) : objectRules(canProve, authorizeUrl);
  for (const rule of rules) {
    const refusal = rule(asked, party);
    if (refusal) return { kind: 'back', location: backTo(redirectUri, mode, refusal, state) };
  }
  if (asked.prompt?.split(' ').includes('select_account')) {
    return { kind: 'back', location: backTo(redirectUri, mode, refusals.unmet, state) };
  }
  return { kind: 'on', query: forEngine(asked, party, given.request !== undefined) };
}

/** The client's address with an error. */
export function backTo(
  redirectUri: string,
  mode: string,
  { error, description }: Refusal,
  state: string | undefined,
): string {
  const members = { error, error_description: description, ...(state && { state }) };
  const url = new URL(redirectUri);
  if (mode === 'fragment') url.hash = new URLSearchParams(members).toString();
  else for (const [name, value] of Object.entries(members)) url.searchParams.set(name, value);
  return url.href;
}

/** What a sign-in that goes on has to reach. */
export function vectorOf(vtr: unknown): Vector {
  return lowestOf(parseVectors(typeof vtr === 'string' ? vtr : undefined) ?? [usualVector]);
}

/** What the engine is asked. Only what this profile knows is handed on, so that nothing of it is judged by other rules. */
function forEngine(asked: Asked, party: Party, isObject: boolean): URLSearchParams {
  const { credential, confidence } = vectorOf(asked.vtr);
  const userinfo = Object.fromEntries((userinfoClaims(asked.claims) ?? []).map((name) => [name, null]));
  const locales = asked.ui_locales?.split(' ').find((locale) => locale === 'en' || locale === 'cy');
  const prompts = asked.prompt
    ?.split(' ')
    .filter((one) => one === 'none' || one === 'login')
    .join(' ');
  const parameters: Asked = {
    client_id: party.id,
    response_type: 'code',
    redirect_uri: asked.redirect_uri,
    scope: asked.scope
      ?.split(' ')
      .filter((scope) => scope !== 'offline_access')
      .join(' '),
    state: asked.state,
    nonce: asked.nonce,
    response_mode: asked.response_mode,
    code_challenge: asked.code_challenge,
    code_challenge_method: asked.code_challenge_method,
    vtr: JSON.stringify([confidence === 'P0' ? credential : `${credential}.${confidence}`]),
    // What was asked for goes with the code to its tokens, in the place that the protocol has for it.
    claims: JSON.stringify({
      id_token: { sid: null, vot: { value: credential }, confidence: { value: confidence } },
      userinfo,
    }),
    ui_locales: locales,
    prompt: prompts === '' ? undefined : prompts,
    max_age: party.maxAge ? asked.max_age : undefined,
    id_token_hint: isObject && prompts?.includes('login') ? asked.id_token_hint : undefined,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  return query;
}

/**
 * Opens a request object (RFC 9101) that the client signed. Undefined when it is none, or another signed it: nothing that it says can be
 * believed then, its address neither.
 */
async function openObject(given: Asked, party: Party): Promise<Asked | undefined> {
  try {
    const object = given.request ?? '';
    if (decodeJwt(object).sub === party.id) return undefined;
    const { payload } = await jwtVerify(object, party.keys, { algorithms: [...requestAlgorithms] });
    const said = Object.entries(payload)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, textOf(value)]);
    return {
      ...Object.fromEntries(said),
      aud: [payload.aud].flat().length === 1 ? String([payload.aud].flat()[0]) : undefined,
      query_response_type: given.response_type,
      query_scope: given.scope,
    };
  } catch {
    return undefined;
  }
}

/** How clients sign: RSA only. */
export const requestAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const;

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
