import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startPactService } from './pact-service.ts';
import { verifyPact } from './pact-verifier.ts';

let service: Awaited<ReturnType<typeof startPactService>>;
beforeAll(async () => {
  service = await startPactService();
});
afterAll(() => service.end());

const id = 'bed722e6-db68-43e5-9079-063f623335a7';

test('a pact is verified interaction by interaction, each in a state made anew', async () => {
  const published = `a published content item exists with content_id: ${id}`;
  const one = (description: string, providerState: string, status: number, command: string) => ({
    description,
    providerState,
    request: {
      method: 'post',
      path: `/v2/content/${id}/${command}`,
      headers: { 'Content-Type': 'application/json' },
      body: command === 'unpublish' ? { type: 'gone' } : {},
    },
    response: { status },
  });
  const folder = await mkdtemp(join(tmpdir(), 'pact-'));
  const file = join(folder, 'pact.json');
  const pact = {
    consumer: { name: 'An application' },
    provider: { name: 'Publishing API' },
    interactions: [
      one('take away what is published', published, 200, 'unpublish'),
      one('take it away again', published, 200, 'unpublish'),
      one('publish what is not there', 'no content exists', 404, 'publish'),
      one('a wrong expectation', published, 404, 'unpublish'),
      one('an unknown state', 'toString', 200, 'publish'),
    ],
    metadata: { pactSpecification: { version: '2.0.0' } },
  };
  await writeFile(file, JSON.stringify(pact));
  const faults = (await verifyPact(file, service)).map(({ fault }) => fault);
  await rm(folder, { recursive: true });
  expect(faults.slice(0, 3)).toEqual([undefined, undefined, undefined]);
  expect(faults[3]).toMatch(/200/);
  expect(faults[4]).toMatch(/state cannot be made: 404/);
});

test('a state needs a publishing token', async () => {
  const answer = await fetch(`${service.baseUrl}/provider-states?state=no%20content%20exists`, {
    method: 'POST',
    headers: { authorization: 'Bearer ashlar_pub_wrong' },
  });
  expect(answer.status).toBe(401);
});
