/** A sign-in under way: what must come back unchanged, and what only this service knows. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Who signed in at the issuer. */
export interface SignedIn {
  readonly subject: string;
  /** In lower case, and only if the issuer says that it is the person's. */
  readonly email?: string;
  /** How the person proved who it is (the claim `acr`, OpenID Connect Core section 2), if the issuer says so. */
  readonly acr?: string;
  /** Shown again at sign-out, so that the issuer knows whose session ends. */
  readonly idToken: string;
}

/** The issuer, as pages meet it. `callback` is the address of this service that the browser comes back to. */
export interface SignInProvider {
  /** Where to send a browser, and what to keep for it meanwhile. `acrValues`: how the person ought to prove who it is, the best liked first; an issuer may not be able to. */
  begin(callback: string, acrValues?: readonly string[]): Promise<{ url: string; pending: PendingSignIn }>;
  /** Redeems what the browser came back with. `refused`: it is not the answer to `pending`, the code was used, or the person did not agree. */
  finish(pending: PendingSignIn, returned: URL): Promise<SignedIn | 'refused'>;
  /** Where a browser signs out; undefined where the issuer has no such page. */
  signOutUrl(idToken: string): Promise<string | undefined>;
}
