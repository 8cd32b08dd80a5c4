/** The claims of an identity that a relying party can ask for, by the names that its library sends. */
export const identityClaims = {
  coreIdentity: 'https://vocab.account.gov.uk/v1/coreIdentityJWT',
  address: 'https://vocab.account.gov.uk/v1/address',
  passport: 'https://vocab.account.gov.uk/v1/passport',
  drivingPermit: 'https://vocab.account.gov.uk/v1/drivingPermit',
  inheritedIdentity: 'https://vocab.account.gov.uk/v1/inheritedIdentityJWT',
  returnCode: 'https://vocab.account.gov.uk/v1/returnCode',
} as const;

/** What a client may be allowed to ask `claims` for. */
export const askableClaims: readonly string[] = Object.values(identityClaims);

/** What a client may be allowed to ask `scope` for. `offline_access` is borne and gives nothing: there are no refresh tokens. */
export const askableScopes: readonly string[] = [
  'openid',
  'email',
  'phone',
  'offline_access',
  'wallet-subject-id',
];

/** What the parameter `claims` asks of userinfo, by name; other parts of it are not heeded. Undefined when it is no JSON object. */
export function userinfoClaims(claims: string | undefined): readonly string[] | undefined {
  if (claims === undefined) return [];
  try {
    const asked: unknown = JSON.parse(claims);
    if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return undefined;
    const userinfo: unknown = 'userinfo' in asked ? asked.userinfo : undefined;
    return typeof userinfo === 'object' && userinfo !== null ? Object.keys(userinfo) : [];
  } catch {
    return undefined;
  }
}
