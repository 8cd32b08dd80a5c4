/** What a driver may ask of identity, as the ledger has it. */
export interface IdentityChange {
  /** `redeem` and `refresh` have the digest of the code or token for their key, so that all tries of one stand together. */
  readonly operation:
    | 'account'
    | 'client'
    | 'rotate'
    | 'signIn'
    | 'session'
    | 'redeem'
    | 'refresh'
    | 'replay';
  /** Of an account, its address; of a client, its name. */
  readonly name?: string;
  /** Whose sign-in it is. */
  readonly account?: string;
}
