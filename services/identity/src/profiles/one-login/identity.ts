import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ProofingOutcome } from '../../domain/proofing.ts';
import { identityClaims } from './claims.ts';
import { keyIdOf, trustmarkAddress } from './documents.ts';
import type { Sign } from './keys.ts';

/** For how long a core identity can be relied on, in seconds. */
const coreIdentityForS = 1800;

/** Says who a person is, to one client that knows the person as `sub`. */
export async function identityOf(
  outcome: ProofingOutcome,
  to: { issuer: string; clientId: string; sub: string; sign: Sign },
): Promise<Record<string, unknown>> {
  if (outcome.kind === 'not_proven') {
    return { [identityClaims.returnCode]: outcome.returnCodes.map((code) => ({ code })) };
  }
  if (outcome.kind !== 'proven') return {};
  const { level, person } = outcome;
  const { name, birthDate, address, passport, drivingPermit } = person;
  const now = Math.floor(Date.now() / 1000);
  const coreIdentity = await to.sign(
    {
      iss: to.issuer,
      sub: to.sub,
      aud: to.clientId,
      nbf: now,
      iat: now,
      exp: now + coreIdentityForS,
      vot: level,
      vtm: trustmarkAddress(to.issuer),
      vc: {
        type: ['VerifiableCredential', 'IdentityCheckCredential'],
        credentialSubject: { name, birthDate },
      },
    },
    (key) => keyIdOf(to.issuer, key),
  );
  return {
    [identityClaims.coreIdentity]: coreIdentity,
    ...(address && { [identityClaims.address]: address }),
    ...(passport && { [identityClaims.passport]: passport }),
    ...(drivingPermit && { [identityClaims.drivingPermit]: drivingPermit }),
  };
}

/** The level that a request asked for, as it went with the code to its tokens. */
export function askedLevel({ claims }: { claims?: unknown }, name: 'vot' | 'confidence'): string | undefined {
  const asked = memberOf(memberOf(memberOf(claims, 'id_token'), name), 'value');
  return typeof asked === 'string' ? asked : undefined;
}

/** The names of the claims that a request asked userinfo for. */
export function askedClaims({ claims }: { claims?: unknown }): string[] {
  const asked = memberOf(claims, 'userinfo');
  return typeof asked === 'object' && asked !== null ? Object.keys(asked) : [];
}

/** The claims of a sign-in under way. */
export function claimsUnderWay({ oidc }: KoaContextWithOIDC): string[] {
  return askedClaims({ claims: oidc.claims });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}
