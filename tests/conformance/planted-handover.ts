import type { GateSubject, Item } from '@ashlar/conformance';
import {
  CompactEncrypt,
  compactDecrypt,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';
import { forward, type Planted } from './faulty-proxy.ts';
import type { GateFault } from './gate-fault.ts';
import { type Passing, type Reply, serveLocally } from './local-server.ts';

/**
 * A sound implementation behind a proxy that plants a fault in what is handed over. The proxy stands on both sides of the implementation, with keys of its own, so
 * that it can change what is sealed.
 */
export async function plantHandover(fault: GateFault, sound: GateSubject): Promise<Planted> {
  const mistakes: string[] = [];
  const keys = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const own = { ...(await exportJWK(keys.publicKey)), use: 'enc', kid: 'proxy' };
  let url = '';
  let source = '';
  let theirs: JWK | undefined;

  const token = async (use: 'control' | 'pull', department: string): Promise<string> => {
    const exp = Math.floor(Date.now() / 1000) + 600;
    const claims = {
      iss: 'registry',
      sub: 'proxy',
      component: sound.plan.component,
      department,
      use,
      exp,
      cnf: { jwk: own },
    };
    return (
      (await sound.sign?.('handover+jwt', { ...claims, aud: [sound.implementation, sound.baseUrl] })) ?? ''
    );
  };
  const reseal = async (
    jwe: string,
    to: JWK,
    change: NonNullable<GateFault['imports']>,
  ): Promise<[string, number]> => {
    const { plaintext } = await compactDecrypt(jwe, keys.privateKey);
    const items = change(JSON.parse(new TextDecoder().decode(plaintext)) as Item[]);
    const sealed = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(items)))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
      .encrypt(await importJWK(to, 'ECDH-ES'));
    return [sealed, items.length];
  };
  const changed = async (
    reply: Reply,
    to: JWK,
    change: NonNullable<GateFault['imports']>,
  ): Promise<Reply> => {
    if (reply.status !== 200) return reply;
    let count = 0;
    const lines: string[] = [];
    for (const text of reply.body.trim().split('\n')) {
      const line = JSON.parse(text) as { jwe?: string; end?: boolean };
      if (line.jwe !== undefined) {
        const [jwe, items] = await reseal(line.jwe, to, change);
        count += items;
        lines.push(JSON.stringify({ ...line, jwe }));
      } else lines.push(JSON.stringify(line.end ? { ...line, items: count } : line));
    }
    return { ...reply, body: `${lines.join('\n')}\n` };
  };

  const pass = async (asked: Passing): Promise<Reply> => {
    const reply = await forward(asked, sound.baseUrl, url);
    if (fault.imports && asked.path === '/ashlar/v1/handover') {
      const body = JSON.parse(reply.body) as { key: JWK };
      theirs = body.key;
      return { ...reply, body: JSON.stringify({ ...body, key: own }) };
    }
    return reply;
  };
  const answer = async (asked: Passing): Promise<Reply> => {
    const [, department = '', part] =
      /^\/ashlar\/v1\/handover\/([^/?]+)\/(snapshot|follow)/.exec(asked.path) ?? [];
    if (fault.imports && part === 'follow' && asked.method === 'PUT') {
      const body = JSON.parse(asked.body) as { source_url: string };
      source = body.source_url;
      return pass({ ...asked, body: JSON.stringify({ ...body, source_url: between.url }) });
    }
    const reader = part === 'snapshot' ? readerOf(asked) : undefined;
    if (fault.exports && reader) {
      const headers = { ...asked.headers, authorization: `Bearer ${await token('pull', department)}` };
      return changed(await pass({ ...asked, headers }), reader, fault.exports);
    }
    const request = fault.request?.(asked) ?? asked;
    const reply = fault.answers ? await fault.answers(request, { pass, token }) : await pass(request);
    return fault.reply?.(reply, asked) ?? reply;
  };
  const noting = (work: (asked: Passing) => Promise<Reply>) => (asked: Passing) =>
    work(asked).catch((error: unknown) => {
      mistakes.push(`${asked.method} ${asked.path}: ${error instanceof Error ? error.message : error}`);
      return { status: 500, headers: {}, body: '' };
    });

  // Stands between the implementation and its predecessor.
  const between = await serveLocally(
    noting(async (asked) => {
      // A predecessor that is gone is no mistake of the fault: whoever follows it asks until the end.
      const reply = await forward(asked, source, between.url).catch(() => undefined);
      if (!reply) return { status: 502, headers: {}, body: '' };
      return changed(reply, theirs as JWK, fault.imports ?? ((items) => items));
    }),
  );
  const server = await serveLocally(noting(answer));
  url = server.url;
  return {
    url,
    mistakes,
    async close() {
      await Promise.all([server.close(), between.close()]);
    },
  };
}

/** The key that a pull token names; undefined for another token, or none. */
function readerOf({ headers }: Passing): JWK | undefined {
  try {
    const { use, cnf } = decodeJwt(headers.authorization?.replace('Bearer ', '') ?? '');
    return use === 'pull' ? (cnf as { jwk?: JWK } | undefined)?.jwk : undefined;
  } catch {
    return undefined;
  }
}
