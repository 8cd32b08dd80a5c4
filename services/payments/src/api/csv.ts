import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';

/** A column of a file: its heading, and its cell for a thing. A number is an amount in pence, shown in pounds. */
export interface Column<Thing> {
  readonly heading: string;
  cell(thing: Thing): string | number | boolean | null | undefined;
}

/**
 * Answers with a file of comma-separated values (RFC 4180, UTF-8) that is made while it is read: one batch is in memory at a time, the next is asked for
 * when the one before has gone out, and none once the client is gone. What a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function sendCsv<Thing>(
  reply: FastifyReply,
  file: { name: string; columns: readonly Column<Thing>[]; batches: AsyncIterable<readonly Thing[]> },
): FastifyReply {
  return reply
    .header('content-type', 'text/csv; charset=utf-8; header=present')
    .header('content-disposition', `attachment; filename="${file.name}"`)
    .header('cache-control', 'no-store')
    .send(Readable.from(textOf(file.columns, file.batches), { highWaterMark: 1 }));
}

async function* textOf<Thing>(
  columns: readonly Column<Thing>[],
  batches: AsyncIterable<readonly Thing[]>,
): AsyncGenerator<string> {
  yield write([columns.map(({ heading }) => heading)]);
  for await (const things of batches) {
    yield write(things.map((thing) => columns.map((column) => column.cell(thing))));
  }
}

function write(rows: readonly unknown[][]): string {
  return stringify([...rows], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: { boolean: String, number: (pence) => (pence / 100).toFixed(2) },
  });
}
