import type { JWTVerifyGetKey } from 'jose';
import type { Confidence } from '../../domain/levels.ts';

/** A relying party of the profile, as far as its requests are judged by it. */
export interface Party {
  readonly id: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly claims: readonly string[];
  readonly levels: readonly Confidence[];
  readonly identity: boolean;
  readonly requirePkce: boolean;
  readonly nonceWaived: boolean;
  readonly maxAge: boolean;
  /** Whether it proves itself by a key of its own, without which it is told nobody's identity. */
  readonly hasKeys: boolean;
  /** Finds the key that a request object was signed with. */
  readonly keys: JWTVerifyGetKey;
}
