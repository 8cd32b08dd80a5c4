import { StartError } from './start-error.ts';

/** What an implementation says of itself (`openapi/ashlar/handover.yaml`). */
export interface HandOverFacts {
  readonly component: string;
  readonly contract_hash: string;
  readonly profile: string;
  readonly implementation?: { readonly version?: string };
  /** To which others encrypt what they hand over; a P-256 JWK. */
  readonly key: {
    readonly kty: string;
    readonly crv: string;
    readonly x: string;
    readonly y: string;
    readonly use?: string;
    readonly kid?: string;
  };
}

/** Asks an implementation what it is. Undefined when it has no hand-over; throws a `StartError` when it does not answer, or not with that. */
export async function describeHandOver(baseUrl: string): Promise<HandOverFacts | undefined> {
  const url = new URL('/ashlar/v1/handover', baseUrl);
  const reply = await fetch(url, { signal: AbortSignal.timeout(10_000) }).catch((cause: unknown) => {
    throw new StartError(`Nothing answers at ${url.origin}.`, { cause });
  });
  const described = (await reply.json().catch(() => undefined)) as Partial<HandOverFacts> | undefined;
  if (reply.status === 404) return undefined;
  if (!reply.ok || !described?.key || !described.contract_hash || !described.profile) {
    throw new StartError(`${url.href} answers ${reply.status} and does not say what it is.`);
  }
  return described as HandOverFacts;
}
