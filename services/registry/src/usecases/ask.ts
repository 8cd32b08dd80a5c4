import type { Made, Once } from '@ashlar/component';
import type { Actor, Referrer } from '../domain/entities.ts';
import type { Refusal } from '../domain/refusals.ts';

/** A request to change something: whose it is. */
export interface ChangeAsk {
  readonly by: Actor;
}

/** A request to make something, with its Idempotency-Key if it has one. */
export interface CreationAsk extends ChangeAsk {
  readonly once: Once | undefined;
}

/** What came of making something. */
export type Creating<Thing> = Made<Thing | Refusal> | 'key_reused';

/** What came of removing something. */
export type Removal = 'removed' | 'missing' | { readonly referredBy: readonly Referrer[] };
