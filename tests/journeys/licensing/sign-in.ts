import * as oidc from 'openid-client';
import type { DemoValues } from '../demo-values.ts';
import { patiently, send } from './patience.ts';

/** Who signed in. */
export interface Person {
  readonly sub: string;
  readonly email: string;
  /** Shown again at sign-out, so that the provider knows whose session ends. */
  readonly idToken: string;
}

/** A sign-in under way: what must come back unchanged, and what only this service knows. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The service as a relying party of an OpenID Connect provider. */
export interface RelyingParty {
  /** Where to send a browser, and what to keep in its session meanwhile. */
  begin(): Promise<{ url: string; pending: PendingSignIn }>;
  /** Redeems what the browser came back with. Throws when it is not the answer to `pending`, or the code was used. */
  finish(pending: PendingSignIn, returned: URL): Promise<Person>;
  /** Where to send a browser to sign out. */
  signOutUrl(idToken: string): Promise<string>;
}

/** A relying party at `origin`; the provider's metadata is read when it is first needed. */
export function relyingParty(demo: DemoValues, origin: string): RelyingParty {
  let known: Promise<oidc.Configuration> | undefined;
  const provider = () => {
    known ??= patiently(() => discover(demo));
    known.catch(() => {
      known = undefined;
    });
    return known;
  };

  return {
    async begin() {
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: `${origin}/callback`,
        scope: 'openid email',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, pending };
    },
    async finish({ state, nonce, verifier }, returned) {
      const config = await provider();
      // Not repeated: a code counts once, and a second try would end what the first one gave.
      const tokens = await oidc.authorizationCodeGrant(config, returned, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
      });
      const sub = tokens.claims()?.sub ?? '';
      const { email } = await patiently(() => oidc.fetchUserInfo(config, tokens.access_token, sub));
      if (!email || !tokens.id_token) throw new Error('The provider told no e-mail address');
      return { sub, email, idToken: tokens.id_token };
    },
    async signOutUrl(idToken) {
      const parameters = { id_token_hint: idToken, post_logout_redirect_uri: `${origin}/signed-out` };
      return oidc.buildEndSessionUrl(await provider(), parameters).href;
    },
  };
}

/** An access token of the platform's operators for one scope. */
export async function operatorToken(demo: DemoValues, scope: string): Promise<string> {
  const { OPERATOR_CLIENT_ID: id, OPERATOR_CLIENT_SECRET: secret } = demo;
  return patiently(async () => {
    const config = await discover(demo, { id, secret });
    return (await oidc.clientCredentialsGrant(config, { scope })).access_token;
  });
}

function discover(
  demo: DemoValues,
  client = { id: demo.RP_CLIENT_ID, secret: demo.RP_CLIENT_SECRET },
): Promise<oidc.Configuration> {
  return oidc.discovery(
    new URL(demo.IDENTITY_ISSUER),
    client.id,
    undefined,
    oidc.ClientSecretBasic(client.secret),
    // Loopback has no TLS.
    {
      execute: [oidc.allowInsecureRequests],
      [oidc.customFetch]: (url, init) => send(url, init as RequestInit),
    },
  );
}
