import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { PasskeyCeremonies } from '../domain/ports.ts';

const name = 'Your account';

/**
 * Passkeys (Web Authentication Level 3) of an issuer: its host is what they are for. Undefined where the host is an IP address, to which no passkey can belong. They work at `others` too, issuers on hosts below it. Who signs is
 * always verified by the authenticator, so that a passkey counts as two factors; nobody is asked which authenticator it is.
 */
export function createWebAuthn(issuer: string, others: readonly string[]): PasskeyCeremonies | undefined {
  const { hostname, origin } = new URL(issuer);
  const origins = [origin, ...others.map((other) => new URL(other).origin)];
  if (isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0) return undefined;
  return {
    worksAt(host) {
      const name = URL.parse(`http://${host}`)?.hostname ?? '';
      return name === hostname || name.endsWith(`.${hostname}`);
    },

    async creationOptions({ accountId, email, challenge, known }) {
      const options = await generateRegistrationOptions({
        rpName: name,
        rpID: hostname,
        userName: email,
        userDisplayName: email,
        userID: userHandle(accountId),
        challenge: bytes(challenge),
        timeout: timeoutMs,
        attestationType: 'none',
        excludeCredentials: known.map(({ id, transports }) => ({ id, transports })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return JSON.stringify(options);
    },

    async requestOptions(challenge) {
      const options = { rpID: hostname, challenge: bytes(challenge), userVerification: 'required' } as const;
      return JSON.stringify(await generateAuthenticationOptions({ ...options, timeout: timeoutMs }));
    },

    idOf: (response) => textOf(parsed(response), 'id'),
    challengeOf(response) {
      const data = textOf(memberOf(parsed(response), 'response'), 'clientDataJSON') ?? '';
      const challenge = textOf(parsed(Buffer.from(data, 'base64url').toString()), 'challenge');
      return challenge === undefined ? undefined : Buffer.from(challenge, 'base64url');
    },

    async created(response, challenge) {
      try {
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          response: JSON.parse(response),
          expectedChallenge: challenge.toString('base64url'),
          expectedOrigin: origins,
          expectedRPID: hostname,
          requireUserVerification: true,
        });
        if (!verified) return undefined;
        const { credential, credentialDeviceType } = registrationInfo;
        return {
          id: credential.id,
          publicKey: Buffer.from(credential.publicKey),
          counter: credential.counter,
          transports: [...(credential.transports ?? [])].slice(0, 8),
          synced: credentialDeviceType === 'multiDevice',
        };
      } catch {
        // The library throws at whatever does not fit.
        return undefined;
      }
    },

    async signed(response, challenge, passkey) {
      try {
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          response: JSON.parse(response),
          expectedChallenge: challenge.toString('base64url'),
          expectedOrigin: origins,
          expectedRPID: hostname,
          credential: {
            id: passkey.id,
            publicKey: bytes(passkey.publicKey),
            // Compared where it is stored, so that two at once are told apart.
            counter: 0,
          },
          requireUserVerification: true,
        });
        const owner = textOf(memberOf(parsed(response), 'response'), 'userHandle');
        const isOwner = owner === Buffer.from(userHandle(passkey.accountId)).toString('base64url');
        return verified && isOwner ? authenticationInfo.newCounter : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

const timeoutMs = 5 * 60_000;

/** The sixteen bytes of the account's id: they say nothing of the person. */
function userHandle(accountId: string): Uint8Array<ArrayBuffer> {
  return bytes(Buffer.from(accountId.replaceAll('-', ''), 'hex'));
}

function bytes(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, member: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(member)
    : undefined;
}

function textOf(value: unknown, member: string): string | undefined {
  const found = memberOf(value, member);
  return typeof found === 'string' ? found : undefined;
}
