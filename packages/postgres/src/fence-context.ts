import { AsyncLocalStorage } from 'node:async_hooks';
import type { QueryConfig, QueryResult } from 'pg';

/** Proof of an accepted mutation: the row of the change log that it wrote. */
export interface Receipt {
  /** The aggregate's id. */
  readonly entity: string;
  readonly sequence: number;
  readonly event: string;
  readonly department: string;
  /** Whether the row is a public event. */
  readonly told: boolean;
}

/** What the statements of one request share. */
export interface FenceContext {
  /** `<department>@<epoch>` of the grant that the request came with; null without one. It is bound where a statement says `:fence`. */
  readonly fence: string | null;
  /** Which request it is and who asks, as an audit has it: the request's id, a space and the caller's subject, if there is one. It is bound where a statement says `:origin`. */
  readonly origin?: string;
  /** Of the request's first event, or of its first change where nothing of it is public. */
  receipt?: Receipt | undefined;
  /** Whether a statement that says `:fence` was done for the request. */
  wrote?: boolean;
  /** The error of one that was not; see `fencedOff`. */
  refused?: unknown;
}

const contexts = new AsyncLocalStorage<FenceContext | undefined>();

/** Runs `work`, and whatever it awaits, with the fence of one request; with none of any where it is undefined. */
export function inFence<T>(context: FenceContext | undefined, work: () => T): T {
  return contexts.run(context, work);
}

/** The fence of the request that this runs for; undefined outside of one. */
export function currentFence(): FenceContext | undefined {
  return contexts.getStore();
}

/**
 * The columns of a change-log row that make its receipt, for `returning` or `select`. A statement whose final rows have a column `receipt` of this
 * form gives it to its request: the pool takes it out of the rows.
 */
export const receiptSql = 'json_build_array(aggregate, sequence, event_id, department, type is not null)';

/** Keeps a receipt of the form of {@link receiptSql} for the reply. A public one stands before a private one. */
export function noteReceipt(context: FenceContext | undefined, given: unknown): void {
  if (!context || !Array.isArray(given)) return;
  const [entity, sequence, event, department, told] = given;
  if (!context.receipt || (told === true && !context.receipt.told)) {
    context.receipt = { entity, sequence, event, department, told };
  }
}

/** Runs statements of one target with the fence and the origin bound and the receipts taken out. Statements are known by their names, as PostgreSQL knows them. */
export function heedFence(
  run: (statement: QueryConfig) => Promise<QueryResult>,
): (statement: QueryConfig) => Promise<QueryResult> {
  return (statement) => {
    const form = formOf(statement);
    if (form.bound.length === 0 && !form.receipt) return run(statement);
    const context = currentFence();
    const bound = form.bound.map((name) => context?.[name] ?? null);
    const answer = run(
      bound.length > 0
        ? { ...statement, text: form.text, values: [...(statement.values ?? []), ...bound] }
        : statement,
    );
    if (!context && !form.receipt) return answer;
    const fenced = form.bound.includes('fence');
    return answer.then(
      (result) => {
        if (context && fenced) context.wrote = true;
        return form.receipt ? takeReceipts(result, context) : result;
      },
      (error: unknown) => {
        if (context && fenced) context.refused = error;
        throw error;
      },
    );
  };
}

interface Form {
  /** As the store wrote it. */
  readonly source: string;
  /** As the server gets it. */
  readonly text: string;
  /** What of the request is bound, in the order of the parameters. */
  readonly bound: readonly ('fence' | 'origin')[];
  readonly receipt: boolean;
}

const forms = new Map<string, Form>();

function formOf({ name, text, values }: QueryConfig): Form {
  const known = name === undefined ? undefined : forms.get(name);
  if (known?.source === text) return known;
  const bound = names.filter((one) => new RegExp(`(?<!:):${one}\\b`).test(text));
  const first = (values?.length ?? 0) + 1;
  const form = {
    source: text,
    text: bound.reduce(
      // Not the second colon of a cast.
      (with_, one, at) => with_.replaceAll(new RegExp(`(?<!:):${one}\\b`, 'g'), `$${first + at}::text`),
      text,
    ),
    bound,
    receipt: /\bas receipt\b/.test(text),
  };
  if (name !== undefined) forms.set(name, form);
  return form;
}

const names = ['fence', 'origin'] as const;

function takeReceipts(result: QueryResult, context: FenceContext | undefined): QueryResult {
  for (const row of result.rows) {
    noteReceipt(context, row.receipt);
    delete row.receipt;
  }
  return result;
}
