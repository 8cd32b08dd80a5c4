import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DemoValues } from '../demo-values.ts';
import { patiently, send } from './patience.ts';

/** A published page that leads into a service (document type `transaction`), as far as the service reads it. */
export interface StartPage {
  readonly content_id: string;
  readonly base_path: string;
  readonly title: string;
  readonly description: string;
  readonly details: { readonly start_button_text: string; readonly transaction_start_link: string };
}

/** Publishes the start page at a path of its own, by GOV.UK's Publishing API: a draft, then its publication. */
export async function publishStartPage(demo: DemoValues, startLink: string): Promise<StartPage> {
  const contentId = randomUUID();
  const path = `/apply-for-a-fishing-licence-${contentId.slice(0, 8)}`;
  const document = {
    base_path: path,
    title: 'Apply for a fishing licence',
    description: 'You need a rod licence to fish in fresh water in England and Wales.',
    document_type: 'transaction',
    schema_name: 'transaction',
    publishing_app: 'publisher',
    rendering_app: 'frontend',
    locale: 'en',
    update_type: 'major',
    change_note: 'First published.',
    routes: [{ path, type: 'exact' }],
    details: {
      introductory_paragraph: [
        { content_type: 'text/html', content: '<p>A licence costs £33.00 for 12 months.</p>' },
      ],
      start_button_text: 'Start now',
      transaction_start_link: startLink,
    },
  };
  await publishing(demo, 'PUT', `/v2/content/${contentId}`, document);
  await publishing(demo, 'POST', `/v2/content/${contentId}/publish`, { locale: 'en' });
  return { content_id: contentId, ...document };
}

/** Reads a published page from the Content Store, as anybody may. Throws when there is none. */
export function readStartPage({ CONTENT_URL }: DemoValues, path: string): Promise<StartPage> {
  return patiently(async () => {
    const answer = await send(`${CONTENT_URL}/content${path}`);
    assert.equal(answer.status, 200, `${path} is not published`);
    return JSON.parse(await answer.text()) as StartPage;
  });
}

/** One command of the Publishing API. It may be repeated: the same draft is stored again, and what is published already is so. */
async function publishing(
  { CONTENT_URL, PUBLISHING_TOKEN }: DemoValues,
  method: 'PUT' | 'POST',
  path: string,
  body: object,
): Promise<void> {
  await patiently(async () => {
    const answer = await send(`${CONTENT_URL}${path}`, {
      method,
      headers: { authorization: `Bearer ${PUBLISHING_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const done = answer.ok || (method === 'POST' && answer.status === 409);
    assert.ok(done, `content answered ${answer.status} to ${method} ${path}: ${text}`);
  });
}
