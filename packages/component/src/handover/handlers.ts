import { Readable } from 'node:stream';
import { contractHash, loadHandover } from '@ashlar/contracts';
import type { WholeLog } from '@ashlar/events';
import { readFence, snapshot } from '@ashlar/postgres';
import { type Handler, Problem } from '@ashlar/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HandoverKey, sealerFor } from './crypto.ts';
import { digest } from './digest.ts';
import { feedPage, snapshotLines } from './export.ts';
import type { Follower } from './follow.ts';
import { readFollow, startFollow, stopFollow } from './follow-store.ts';
import { obey, type RoleSetup } from './roles.ts';
import { readState } from './state.ts';
import { type RegistryTokens, readerOf, refuseOther } from './tokens.ts';

/** The operations of `openapi/ashlar/handover.yaml`. */
export type HandoverOperation =
  | 'describeHandover'
  | 'readHandover'
  | 'setHandoverRole'
  | 'followHandover'
  | 'unfollowHandover'
  | 'pullSnapshot'
  | 'pullFeed'
  | 'digestHandover';

/** What the operations work on. */
export interface HandoverSetup extends RoleSetup {
  readonly version: string;
  readonly profile: 'core' | 'full';
  readonly tokens: RegistryTokens;
  key(): Promise<HandoverKey>;
  readonly wholeLog: WholeLog;
  readonly follower: Follower;
}

/** Answers the operations of a hand-over. */
export function handoverHandlers(setup: HandoverSetup): Readonly<Record<HandoverOperation, Handler>> {
  const { db, handover } = setup;
  const described = describe(setup);
  return {
    describeHandover: () => described(),
    readHandover: (request) => readState(db, departmentOf(setup, request)),
    async setHandoverRole(request) {
      const department = departmentOf(setup, request);
      const { order } = request.body as { order: string };
      await obey(setup, department, await setup.tokens.readOrder(order, department));
      setup.follower.wake();
      return readState(db, department);
    },
    async followHandover(request) {
      const department = departmentOf(setup, request);
      const { source_url: source, token, from_position: from } = request.body as FollowBody;
      await refuseUnlessFollower(setup, department);
      await startFollow(db, { department, source, token: handover.seal.seal(token), from });
      setup.follower.wake();
      return readState(db, department);
    },
    async unfollowHandover(request) {
      const department = departmentOf(setup, request);
      await stopFollow(db, department);
      setup.follower.wake();
      return readState(db, department);
    },
    async pullSnapshot(request, reply) {
      const department = departmentOf(setup, request);
      const { after } = request.query as { after?: string };
      const seal = await sealerFor(readerOf(request));
      const lines = snapshotLines(handover, { db, department, after, seal });
      // The first line is made before the head goes out: what is wrong with the request can be said then.
      const first = await lines.next();
      const stream = Readable.from(
        (async function* () {
          if (!first.done) yield first.value;
          yield* lines;
        })(),
      );
      return reply.type('application/x-ndjson').header('cache-control', 'no-store').send(stream);
    },
    async pullFeed(request, reply) {
      const department = departmentOf(setup, request);
      const { after, wait = 0 } = request.query as { after: number; wait?: number };
      const seal = await sealerFor(readerOf(request));
      const signal = AbortSignal.any([closed(reply), request.server.draining]);
      const frozen = (await readFence(db, department))?.role === 'frozen';
      const waitMs = Math.min(Number(wait) * 1000, frozen ? frozenWaitMs : Number.POSITIVE_INFINITY);
      const ask = { db, log: setup.wholeLog, department, after: Number(after), waitMs, signal };
      const page = await feedPage(handover, ask);
      if (page === 'gone') throw gone('Start again from a snapshot.');
      const { position, head, items } = page;
      return { position, head, ...(items.length > 0 && { jwe: await seal(items) }) };
    },
    async digestHandover(request, reply) {
      const department = departmentOf(setup, request);
      const { after = 0 } = request.query as { after?: number };
      // Whoever asks gives up in time, and asks again: what nobody waits for would be in the way of that.
      const signal = closed(reply);
      // Of one moment: two that are compared while traffic flows differ in what changed between their moments only.
      return snapshot(db, async (at) => {
        const { role, position } = await readState(at, department);
        const follows = role === 'follower';
        const followed = follows ? await readFollow(at, department) : undefined;
        const ask = { db: at, department, after: Number(after), follows, signal };
        return { position: followed?.position ?? position, entities: await digest(handover, ask) };
      }).catch((error: unknown) => {
        if (signal.aborted) return {};
        throw error;
      });
    },
  };
}

/** Of a frozen department nothing comes any more, and its successor waits to hear just that. */
const frozenWaitMs = 20;

interface FollowBody {
  readonly source_url: string;
  readonly token: string;
  readonly from_position?: number;
}

function describe({ handover, version, profile, key }: HandoverSetup): () => Promise<unknown> {
  const { component } = handover.mapping;
  const hash = contractHash(component);
  const { entities } = loadHandover(component);
  return async () => ({
    component,
    contract_hash: hash,
    profile,
    implementation: { version },
    key: (await key()).shown,
    entities,
  });
}

function departmentOf({ handover: { mapping } }: HandoverSetup, request: FastifyRequest): string {
  const { department } = request.params as { department: string };
  if (mapping.whole && department !== '*') {
    throw new Problem(
      403,
      'forbidden',
      'The component is handed over for all departments at once',
      'Ask for the department *.',
    );
  }
  refuseOther(request, department);
  return department;
}

async function refuseUnlessFollower({ db }: HandoverSetup, department: string): Promise<void> {
  if ((await readFence(db, department))?.role === 'follower') return;
  throw new Problem(
    409,
    'not_follower',
    'The department does not follow here',
    'Order the role follower first.',
  );
}

function gone(detail: string): Problem {
  return new Problem(410, 'cursor_gone', 'The changes after this position are no longer kept', detail);
}

/** Aborts when the connection closes, whether or not the reply was finished. */
function closed(reply: FastifyReply): AbortSignal {
  const over = new AbortController();
  reply.raw.once('close', () => over.abort());
  return over.signal;
}
