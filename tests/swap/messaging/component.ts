import { until } from '@ashlar/testkit';
import type { Component, Scene } from '../component.ts';
import type { Heard } from '../feed-reader.ts';
import { type Attempt, readLines, wantedOf } from '../ledger.ts';
import type { PlugBoard } from '../plug-board.ts';
import type { Ground } from '../world.ts';
import { type MessagingAccount, openService } from './account.ts';
import { messagingOf } from './acts.ts';
import { type Outside, openOutside } from './carriers.ts';
import type { MessageChange } from './change.ts';
import { check, type Evidence } from './check.ts';
import { gather } from './evidence.ts';

/** Messaging under drill. */
export const messaging: Component = {
  id: 'messaging',
  between: ['messaging', 'messaging'],
  works: true,
  perSecond: 100,
  prepare: async (ground, board, { kills, slow }) =>
    createScene(ground, board, await openOutside(slow ? 300 : 0), kills ? 1 : 0),
};

function createScene(
  ground: Ground,
  board: PlugBoard,
  outside: Outside,
  repeats: Evidence['repeats'],
): Scene {
  let account: MessagingAccount;
  return {
    env: outside.env(board.url),
    async open(first) {
      account = await openService(ground, first, outside.callbacksUrl);
      return messagingOf(account);
    },
    look: async () => {},
    async judge({ files, witness, bus }) {
      const wanted = wantedOf(readLines<Attempt<MessageChange>>(files.receipts));
      const found = await gather(witness, account, wanted, ground.home);
      await untilTold(outside, found);
      const { arrivals, told } = outside;
      const heard = readLines<Heard>(files.heard);
      const findings = check({ wanted, ...found, heard, bus, arrivals, told, repeats });
      return { wanted, findings, notes: notesOf(outside, found) };
    },
    close: () => outside.close(),
  };
}

function notesOf({ arrivals, told }: Outside, { secure }: Pick<Evidence, 'secure'>): string[] {
  const messages = new Set(arrivals.map(({ id }) => id)).size;
  const callbacks = new Set(told.map(({ webhookId }) => webhookId)).size;
  return [
    `messages at carriers ${messages}, arrived again ${arrivals.length - messages}`,
    `callbacks ${callbacks}, sent again ${told.length - callbacks}`,
    `secure messages with evidence ${secure.size}`,
  ];
}

/** Waits until the service has been told of everything, half a minute at most: what it lacks then is found by the comparison. */
async function untilTold(
  { told }: Outside,
  { shown, texts }: Pick<Evidence, 'shown' | 'texts'>,
): Promise<void> {
  const ids = [
    ...texts.keys(),
    ...[...shown].flatMap(([id, { status }]) => (status === 'delivered' ? [id] : [])),
  ];
  const all = async () => {
    const known = new Set(told.map(({ id }) => id));
    return ids.every((id) => known.has(id));
  };
  await until(all, { timeoutMs: 30_000, everyMs: 500, what: 'every callback' }).catch(() => {});
}
