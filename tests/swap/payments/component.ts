import type { Component, Scene } from '../component.ts';
import type { Heard } from '../feed-reader.ts';
import type { Caller } from '../http.ts';
import { type Attempt, readLines, wantedOf } from '../ledger.ts';
import type { Files, Verdict } from '../traffic.ts';
import type { Ground } from '../world.ts';
import { openAccount } from './account.ts';
import { payingWith } from './acts.ts';
import type { PaymentChange } from './change.ts';
import { check } from './check.ts';
import { gather } from './evidence.ts';
import { checkMemory, type Remembered, readMemory } from './provider-memory.ts';

/** Payments under drill. */
export const payments: Component = {
  id: 'payments',
  between: ['payments', 'ledgerline'],
  works: true,
  perSecond: 300,
  prepare: async (ground, _board, { slow }) => createScene(ground, slow),
};

function createScene(ground: Ground, slow: boolean): Scene {
  // The card providers are other companies: what they remember is theirs, wherever it is kept.
  const memories: Remembered[][] = [];
  return {
    env: slow ? { SANDBOX_DELAY_MS: '400' } : {},
    open: async (first) => payingWith(await openAccount(ground, first)),
    async look(implementations) {
      memories.push(...(await Promise.all(implementations.map((one) => readMemory(ground, one)))));
    },
    async judge({ files, serving, witness, bus }) {
      const verdict = await judgePayments(files, witness, bus);
      const charged = checkMemory([...memories, await readMemory(ground, serving)]);
      return { ...verdict, findings: [...verdict.findings, ...charged] };
    },
    close: async () => {},
  };
}

/** Compares what a traffic wrote down with what one implementation has, and with the bus. */
export async function judgePayments(
  { receipts, heard }: Files,
  witness: Caller,
  bus: readonly Heard[],
): Promise<Verdict> {
  const wanted = wantedOf(readLines<Attempt<PaymentChange>>(receipts));
  const found = await gather(witness, wanted);
  return { wanted, findings: check({ wanted, ...found, heard: readLines<Heard>(heard), bus }), notes: [] };
}
