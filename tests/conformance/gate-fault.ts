import type { Item } from '@ashlar/conformance';
import type { PlantedFault } from './faulty-proxy.ts';
import type { Passing, Reply } from './local-server.ts';

/** An implementation that goes wrong in a way that the gate must catch, in the section that it names. */
export interface GateFault extends PlantedFault {
  /** How the case begins that must catch it; any of the section unless told. */
  readonly inCase?: string;
  /** What it does to things that are handed to it. */
  readonly imports?: (items: readonly Item[]) => readonly Item[];
  /** What it does to things that it hands on. */
  readonly exports?: (items: readonly Item[]) => readonly Item[];
  /** Answers a request in its own way: `pass` has it answered soundly, `token` makes a good token of the registry. */
  readonly answers?: (asked: Passing, tools: Tools) => Promise<Reply>;
}

/** What a fault has at hand. */
export interface Tools {
  pass(asked: Passing): Promise<Reply>;
  token(use: 'control' | 'pull', department: string): Promise<string>;
}
