import { confidences, credentials } from '../../domain/levels.ts';
import type { SigningKey } from '../../usecases/keyring.ts';
import { requestAlgorithms } from './authorize.ts';
import { askableClaims } from './claims.ts';
import { publicPart } from './keys.ts';

/** Addresses that the configuration document names and that are not below the issuer. */
export interface Places {
  readonly documentation: string;
  readonly policy: string;
  readonly terms: string;
  /** Where people are left who signed out, when no relying party says otherwise. */
  readonly signedOut: string;
}

/** The configuration document, member by member as GOV.UK One Login's. `issuer` ends in a slash. */
export function discoveryDocument(issuer: string, { documentation, policy, terms }: Places): object {
  return {
    authorization_endpoint: `${issuer}authorize`,
    token_endpoint: `${issuer}token`,
    issuer,
    jwks_uri: `${issuer}.well-known/jwks.json`,
    scopes_supported: ['openid', 'email', 'phone', 'offline_access'],
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
    token_endpoint_auth_signing_alg_values_supported: requestAlgorithms,
    ui_locales_supported: ['en', 'cy'],
    service_documentation: documentation,
    op_policy_uri: policy,
    op_tos_uri: terms,
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    trustmarks: trustmarkAddress(issuer),
    subject_types_supported: ['public', 'pairwise'],
    userinfo_endpoint: `${issuer}userinfo`,
    end_session_endpoint: `${issuer}logout`,
    id_token_signing_alg_values_supported: ['ES256'],
    claim_types_supported: ['normal'],
    claims_supported: [
      'sub',
      'email',
      'email_verified',
      'phone_number',
      'phone_number_verified',
      'wallet_subject_id',
      ...askableClaims,
    ],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: false,
  };
}

/** What the levels in tokens are to be understood by. */
export function trustmark(issuer: string): object {
  return {
    idp: issuer,
    trustmark_provider: issuer,
    C: credentials.map(({ name }) => name),
    P: confidences.map(({ name }) => name),
  };
}

/** Where the trustmark is told: the claim `vtm`. */
export function trustmarkAddress(issuer: string): string {
  return `${issuer}trustmark`;
}

/** The DID document (did:web) with the keys that core identities are signed with, the next one too. */
export function didDocument(issuer: string, keys: readonly SigningKey[]): object {
  const id = didOf(issuer);
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
    id,
    assertionMethod: keys.map((key) => {
      const { kid: _kid, alg: _alg, use: _use, ...publicKeyJwk } = publicPart(key);
      return {
        type: 'JsonWebKey',
        id: keyIdOf(issuer, key),
        controller: id,
        publicKeyJwk: { ...publicKeyJwk, alg: 'ES256' },
      };
    }),
  };
}

/** How a key of core identities is named in their headers. */
export function keyIdOf(issuer: string, { kid }: SigningKey): string {
  return `${didOf(issuer)}#${kid}`;
}

function didOf(issuer: string): string {
  return `did:web:${encodeURIComponent(new URL(issuer).host)}`;
}
