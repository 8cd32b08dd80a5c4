import { decodeJwt, decodeProtectedHeader } from 'jose';
import { requestAlgorithms } from './authorize.ts';
import type { Refusal } from './rules.ts';

/**
 * Why a token request is refused, in the order and the words of GOV.UK One Login. The engine has refused it already, by rules of its own with
 * the same outcome: `error` is its word for what cannot be seen from the request, `isKnown` whether there is such a client.
 */
export function tokenRefusal(body: unknown, error: string, isKnown: boolean): Refusal {
  const form = new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  const field = (name: string) => {
    const value: unknown = form.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const grant = field('grant_type');
  if (grant === undefined) return invalid('Request is missing grant_type parameter');
  if (grant !== 'authorization_code') {
    return { error: 'unsupported_grant_type', description: 'Unsupported grant type' };
  }
  for (const name of ['redirect_uri', 'code']) {
    if (field(name) === undefined) return invalid(`Request is missing ${name} parameter`);
  }
  const assertion = field('client_assertion');
  if (assertion === undefined && field('client_secret') === undefined) {
    return invalid('Invalid token authentication method used');
  }
  const refused =
    assertion === undefined
      ? undefined
      : assertionRefusal(assertion, field('client_assertion_type'), field('client_id'));
  if (refused) return refused;
  if (error === 'invalid_client' && assertion !== undefined && isKnown) {
    return { error, description: 'Invalid signature in private_key_jwt' };
  }
  return known[error] ?? invalid('Invalid request');
}

const known: Readonly<Record<string, Refusal>> = {
  invalid_client: { error: 'invalid_client', description: 'Client authentication failed' },
  invalid_grant: { error: 'invalid_grant', description: 'Invalid grant' },
  unauthorized_client: { error: 'unauthorized_client', description: 'Unauthorized client' },
};

/** What can be seen of a client's assertion (RFC 7523) without its keys. */
function assertionRefusal(
  assertion: string,
  type: string | undefined,
  clientId: string | undefined,
): Refusal | undefined {
  if (type !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
    return invalid('Invalid private_key_jwt');
  try {
    const { alg } = decodeProtectedHeader(assertion);
    const { sub, iss, aud, exp } = decodeJwt(assertion);
    const isWhole = sub !== undefined && iss !== undefined && aud !== undefined && exp !== undefined;
    const isClients = clientId === undefined || clientId === sub;
    const isSigned = requestAlgorithms.some((known) => known === alg);
    if (!isWhole || !isClients || !isSigned) return invalid('Invalid private_key_jwt');
    if (exp < Date.now() / 1000)
      return { error: 'invalid_grant', description: 'private_key_jwt has expired' };
    return undefined;
  } catch {
    return invalid('Invalid private_key_jwt');
  }
}

function invalid(description: string): Refusal {
  return { error: 'invalid_request', description };
}
