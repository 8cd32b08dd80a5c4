import { readFile } from 'node:fs/promises';
import * as oidc from 'openid-client';
import type { SignInProvider } from './provider.ts';

/**
 * Signs people in by OpenID Connect: authorization code with PKCE. The client's id and secret are read from `clientFile` for each sign-in, so that they may come,
 * and change, while the process runs; the issuer's metadata is read with them.
 */
export function openIdSignIn(options: { issuer: string; clientFile: string }): SignInProvider {
  const discover = () => discovery(options);

  return {
    async begin(callback, acrValues = []) {
      const config = await discover();
      const pending = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid email',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
        ...(acrValues.length > 0 && { acr_values: acrValues.join(' ') }),
      });
      return { url: url.href, pending };
    },

    async finish({ state, nonce, verifier }, returned) {
      const config = await discover();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
        });
        const claims = tokens.claims();
        const { sub: subject = '', acr } = claims ?? { sub: undefined, acr: undefined };
        const { email, email_verified } = await oidc.fetchUserInfo(config, tokens.access_token, subject);
        const idToken = tokens.id_token ?? '';
        return {
          subject,
          idToken,
          ...(email && email_verified && { email: email.toLowerCase() }),
          ...(typeof acr === 'string' && { acr }),
        };
      } catch (error) {
        if (isRefusal(error)) return 'refused';
        throw error;
      }
    },

    async signOutUrl(idToken) {
      const config = await discover();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(config, { id_token_hint: idToken }).href;
    },
  };
}

async function discovery(options: { issuer: string; clientFile: string }): Promise<oidc.Configuration> {
  const client = JSON.parse(await readFile(options.clientFile, 'utf8')) as Record<string, string>;
  const { client_id: id = '', client_secret: secret = '' } = client;
  const issuer = new URL(options.issuer);
  // Without TLS only where the issuer itself has none, which is a platform on one machine.
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(issuer, id, undefined, oidc.ClientSecretBasic(secret), { execute, timeout: 5 });
}

/** The issuer, or what came back from it, says no; anything else is an outage. */
function isRefusal(error: unknown): boolean {
  if (error instanceof oidc.AuthorizationResponseError) return true;
  if (error instanceof oidc.ResponseBodyError) return error.status < 500;
  return error instanceof oidc.ClientError && /^OAUTH_(INVALID_RESPONSE|JWT)/.test(error.code ?? '');
}
