import type { Component, Scene } from '../component.ts';
import type { Heard } from '../feed-reader.ts';
import { type Attempt, readLines, wantedOf } from '../ledger.ts';
import type { Ground } from '../world.ts';
import { openApplication } from './account.ts';
import { publishingWith } from './acts.ts';
import type { ContentChange } from './change.ts';
import { check } from './check.ts';
import { gather } from './evidence.ts';

/** Content under drill. */
export const content: Component = {
  id: 'content',
  between: ['content', 'content'],
  works: false,
  perSecond: 50,
  prepare: async (ground) => createScene(ground),
};

function createScene(ground: Ground): Scene {
  return {
    env: {},
    open: async (first) => publishingWith(await openApplication(ground, first)),
    look: async () => {},
    async judge({ files, witness, bus }) {
      const wanted = wantedOf(readLines<Attempt<ContentChange>>(files.receipts));
      const found = await gather(witness, wanted);
      const heard = readLines<Heard>(files.heard);
      return { wanted, findings: check({ wanted, ...found, heard, bus }), notes: [] };
    },
    close: async () => {},
  };
}
