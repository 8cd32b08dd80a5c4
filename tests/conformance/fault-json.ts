import type { Reply } from './local-server.ts';

/** What an answer of the payments component may hold, as far as faults change it. */
export interface Shown {
  readonly amount?: number;
  readonly state?: { status: string; finished: boolean };
  readonly code?: string;
  readonly description?: string;
  readonly events?: Record<string, unknown>[];
  readonly position?: number;
  readonly metadata?: Record<string, unknown>;
  readonly refund_summary?: Record<string, unknown>;
  readonly results?: readonly unknown[];
  readonly _embedded?: { readonly refunds: readonly unknown[] };
  readonly _links?: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** Changes a JSON answer; answers that are not JSON objects pass. */
export function json(reply: Reply, change: (body: Shown) => Shown | undefined): Reply {
  if (!reply.body.startsWith('{')) return reply;
  const changed = change(JSON.parse(reply.body));
  return changed ? { ...reply, body: JSON.stringify(changed) } : reply;
}
