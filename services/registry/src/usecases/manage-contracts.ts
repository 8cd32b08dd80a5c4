import { createOnce, type Made } from '@ashlar/component';
import { type ContractBundle, type ContractDiff, diffContracts, hashOf } from '@ashlar/contracts';
import type { Contract } from '../domain/entities.ts';
import { insertContract, listContracts, readContract } from '../store/contracts.ts';
import type { CreationAsk } from './ask.ts';
import type { Deps } from './deps.ts';

/** Stores a version of a contract; one that is stored already is answered as it is. `broken` says why the document cannot be compared. */
export async function storeContract(
  deps: Deps,
  { bundle, once, by }: CreationAsk & { bundle: ContractBundle },
): Promise<Made<Contract> | 'key_reused' | { readonly broken: string }> {
  const broken = brokenBy(bundle);
  if (broken !== undefined) return { broken };
  const hash = hashOf(bundle);
  const at = deps.now();
  const stored = await findContract(deps, bundle.component, hash);
  const make = async (key: Parameters<typeof insertContract>[2]['once']) =>
    (await insertContract(deps.db, { ...bundle, hash }, { once: key, at, by })) ??
    // Stored before, under no key or another one.
    (key ? undefined : withoutBody(await readContract(deps.db, bundle.component, hash)));
  if (stored) return { thing: withoutBody(stored) as Contract, replayed: true };
  return createOnce<Contract>(deps, once, {
    make,
    read: async (aggregate) => withoutBody(await readContract(deps.db, ...splitName(aggregate))),
  });
}

/** A version of a contract with all that it says. */
export function findContract(
  deps: Pick<Deps, 'db'>,
  component: string,
  hash: string,
): Promise<(Contract & ContractBundle) | undefined> {
  return readContract(deps.db, component, hash);
}

/** The versions of contracts, newest first. */
export function findContracts(deps: Pick<Deps, 'db'>, component: string | undefined): Promise<Contract[]> {
  return listContracts(deps.db, component);
}

/** What changed from one version to another. Names the version that there is none of. */
export async function compareContracts(
  deps: Pick<Deps, 'db'>,
  { component, from, to }: { component: string; from: string; to: string },
): Promise<ContractDiff | { readonly missing: string }> {
  const [old, now] = await Promise.all([
    readContract(deps.db, component, from),
    readContract(deps.db, component, to),
  ]);
  if (!old) return { missing: from };
  return now ? diffContracts(old, now) : { missing: to };
}

/** Whoever stores a contract must be able to compare it: with itself, to begin with. */
function brokenBy(bundle: ContractBundle): string | undefined {
  try {
    diffContracts(bundle, bundle);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function withoutBody(contract: (Contract & Partial<ContractBundle>) | undefined): Contract | undefined {
  if (!contract) return undefined;
  const { openapi: _openapi, events: _events, handover: _handover, ...rest } = contract;
  return rest;
}

function splitName(aggregate: string): [component: string, hash: string] {
  const [component = '', hash = ''] = aggregate.split('/');
  return [component, hash];
}
