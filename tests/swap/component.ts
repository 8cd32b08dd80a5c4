import type { Account } from './driver.ts';
import type { Heard } from './feed-reader.ts';
import type { Caller } from './http.ts';
import type { ComponentId, Implementation, Kind } from './implementations.ts';
import type { PlugBoard } from './plug-board.ts';
import type { Files, Verdict } from './traffic.ts';
import type { Ground } from './world.ts';

/** What a drill has to know of a component. All else is the same for each. */
export interface Component {
  readonly id: ComponentId;
  /** Who takes turns unless told. */
  readonly between: readonly [Kind, Kind];
  /** Whether it does work that nobody asks for at that moment, as sending what is planned. */
  readonly works: boolean;
  /** Requests a second unless told. */
  readonly perSecond: number;
  /** Puts up what lies outside both implementations. */
  prepare(ground: Ground, board: PlugBoard, weather: Weather): Promise<Scene>;
}

/** What a drill has to stand. */
export interface Weather {
  /** Whether processes will be killed. */
  readonly kills: boolean;
  /** Whether what lies outside is slow, so that there is always work in hand. */
  readonly slow: boolean;
}

/** What one drill of a component plays in. */
export interface Scene {
  /** Set for each implementation. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens, at the implementation that serves first, what the department's traffic needs. */
  open(first: Implementation): Promise<Account>;
  /** Looks at the implementations, the last time that both are there. */
  look(implementations: readonly Implementation[]): Promise<void>;
  /** Compares what a traffic wrote down with what the one that serves has, with the bus, and with what arrived outside. */
  judge(end: End): Promise<Verdict>;
  close(): Promise<void>;
}

/** What is compared in the end. */
export interface End {
  readonly files: Files;
  readonly serving: Implementation;
  readonly witness: Caller;
  readonly bus: readonly Heard[];
}
