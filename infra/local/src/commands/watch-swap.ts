import { setTimeout as wait } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import type { RegistryClient } from './registry-client.ts';
import { WrongCall } from './run.ts';
import { hasEnded, type Swap } from './swap-words.ts';

const patienceMs = 60_000;

/**
 * Follows a swap until it has ended, over reconnects: `show` hears of each state once. Resolves to the last one. Throws a `StartError` when the registry has been away
 * for a minute; the swap goes on without anybody watching.
 */
export async function watchSwap(
  client: RegistryClient,
  id: string,
  show: (swap: Swap) => void,
): Promise<Swap> {
  let last: Swap | undefined;
  for (let awaySince: number | undefined; ; ) {
    try {
      const reply = await client.open(
        `swaps/${id}`,
        last && String(last.revision),
        AbortSignal.timeout(300_000),
      );
      if (reply.status === 404) throw new WrongCall(`There is no swap ${id}.`);
      if (!reply.ok || !reply.body) throw new Error(`The registry answers ${reply.status}`);
      awaySince = undefined;
      for await (const swap of swapsOf(reply.body)) {
        if (last && swap.revision <= last.revision) continue;
        last = swap;
        show(swap);
        if (hasEnded(swap)) {
          return swap;
        }
      }
    } catch (error) {
      if (error instanceof StartError) throw error;
      awaySince ??= performance.now();
      if (performance.now() - awaySince > patienceMs) {
        throw new StartError(
          `The registry has not answered for a minute. The swap goes on by itself: pnpm ashlar swap watch ${id} takes it up again.`,
          { cause: error },
        );
      }
    }
    await wait(500);
  }
}

/** The swaps of a stream of server-sent events. */
async function* swapsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Swap> {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Swap;
    }
  }
}
