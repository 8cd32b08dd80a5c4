import type { Client } from 'pg';
import type { BusMessage } from '../bus/port.ts';
import { isPublic, toEvent, toMessage } from '../envelope.ts';
import { partsOf } from '../publish.ts';
import { ensureTopics } from '../topics.ts';
import { backoff, pause } from '../waiting.ts';
import type { RelayRun } from './types.ts';

const idleMs = 60_000;
const retryBaseMs = 100;
const retryCapMs = 5000;

/** Publishes stamped rows in position order until the term ends. Rejects only when the connection fails; the bus is retried for ever. */
export async function keepPublishing(run: RelayRun, connection: Client, term: AbortSignal): Promise<void> {
  const { state, steps, options } = run;
  while (!term.aborted) {
    const waiting = state.published < state.stamped;
    const rows = waiting ? await steps.read(connection, state.published, options.batch ?? 500) : [];
    const last = rows.at(-1);
    if (last === undefined) {
      await run.positions.wait(idleMs, term);
      continue;
    }
    const messages = rows.filter(isPublic).map((row) => toMessage(toEvent(row, options.component)));
    for (const part of partsOf(messages)) {
      if (!(await publishUntilTaken(run, part, term))) return;
    }
    await steps.mark(connection, last.position);
    state.published = last.position;
  }
}

/** Sends until the bus acknowledges. False when the term ended first. */
async function publishUntilTaken(
  run: RelayRun,
  part: readonly BusMessage[],
  term: AbortSignal,
): Promise<boolean> {
  const { state, steps, options } = run;
  for (let failures = 0; !term.aborted; ) {
    try {
      if (!run.topicReady) await ensureTopics(options.bus, [options.topic]);
      run.topicReady = true;
      await steps.publish(options.bus, options.topic, part);
      if (state.busError !== undefined) options.log.info('the bus takes events again');
      delete state.busError;
      return true;
    } catch (error) {
      failures += 1;
      run.topicReady = false;
      if (state.busError === undefined) {
        options.log.warn({ err: error }, 'the bus takes no events; they are kept and sent later');
      }
      state.busError = 'the bus does not take events';
      await pause(backoff(failures, retryBaseMs, retryCapMs), term);
    }
  }
  return false;
}
