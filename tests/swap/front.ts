import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './http.ts';

/** What passes a front on its way in. */
export interface Coming {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What a front does with what passes it. */
export interface Manners {
  /** Sees a request before it is passed on. */
  readonly sees?: (coming: Coming) => void;
  /** Keeps a request back before it is passed on. */
  readonly keeps?: (coming: Coming) => Promise<void> | undefined;
  /** Changes an answer before it is passed on. Only what `changes` names is held in memory. */
  readonly changes?: (coming: Coming) => boolean;
  readonly change?: (coming: Coming, answer: Answer) => Promise<Answer> | Answer;
}

/** A front at an address of its own. */
export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

/** Stands in front of an implementation and passes everything on, with bad manners. */
export async function openFront(upstream: string, manners: Manners): Promise<Front> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const coming: Coming = { method, path, headers, body: Buffer.concat(chunks) };
    manners.sees?.(coming);
    await manners.keeps?.(coming);
    const passed = request(`${upstream}${path}`, { method, headers }, (answer) => {
      if (!manners.change || !manners.changes?.(coming)) {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        return;
      }
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('end', async () => {
        const whole = { status: answer.statusCode ?? 502, headers: answer.headers };
        const changed = await manners.change?.(coming, { ...whole, text: Buffer.concat(parts).toString() });
        const { 'content-length': _length, 'transfer-encoding': _encoding, ...kept } = answer.headers;
        outgoing.writeHead(changed?.status ?? 502, kept).end(changed?.text);
      });
    });
    passed.once('error', () => outgoing.destroy());
    outgoing.once('close', () => passed.destroy());
    passed.end(coming.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
