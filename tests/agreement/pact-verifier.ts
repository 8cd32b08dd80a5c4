import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifier } from '@pact-foundation/pact';

/** A content service in its test profile, and a publishing token of it. */
export interface PactTarget {
  readonly baseUrl: string;
  readonly key: string;
}

/** What became of an interaction; without a fault it holds. */
export interface Verified {
  readonly name: string;
  readonly fault: string | undefined;
}

interface Interaction {
  readonly description: string;
  readonly providerState?: string;
  readonly request: { readonly method: string; readonly path: string; readonly query?: string };
}

/** Verifies the interactions of a pact file, each in a provider state made anew. The token goes along with each request, as a pact carries none. */
export async function verifyPact(file: string, target: PactTarget): Promise<Verified[]> {
  const pact = JSON.parse(await readFile(file, 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'pact-'));
  const results: Verified[] = [];
  try {
    for (const interaction of pact.interactions as Interaction[]) {
      const { description, providerState, request } = interaction;
      const path = `${request.path}${request.query ? `?${request.query}` : ''}`;
      const name = `${request.method.toUpperCase()} ${path}: ${description}, ${providerState ?? 'in any state'}`;
      // One at a time, so that what one has changed is not in the way of the next, and each has a result of its own.
      const one = join(folder, `${results.length}.json`);
      await writeFile(one, JSON.stringify({ ...pact, interactions: [interaction] }));
      results.push({ name, fault: (await makeState(target, providerState)) ?? (await verify(one, target)) });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return results;
}

async function makeState(
  { baseUrl, key }: PactTarget,
  state = 'no content exists',
): Promise<string | undefined> {
  const answer = await fetch(`${baseUrl}/provider-states?${new URLSearchParams({ state })}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
  });
  return answer.ok ? undefined : `The state cannot be made: ${answer.status} ${await answer.text()}`;
}

async function verify(file: string, { baseUrl, key }: PactTarget): Promise<string | undefined> {
  const verifier = new Verifier({
    provider: 'Publishing API',
    providerBaseUrl: baseUrl,
    pactUrls: [file],
    customProviderHeaders: { authorization: `Bearer ${key}` },
    logLevel: 'error',
  });
  return verifier.verifyProvider().then(
    () => undefined,
    (error: Error) => error.message,
  );
}
