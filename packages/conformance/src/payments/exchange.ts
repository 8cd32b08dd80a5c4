import type { Answer } from '../http.ts';

/** A call of the suite and its answer. */
export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** What was sent as JSON; undefined when nothing was, or text. */
  readonly body: unknown;
  readonly answer: Answer;
}
