import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tokens } from '../src/wiring.ts';
import {
  type Account,
  type Answer,
  administer,
  anAccount,
  errorsOf,
  type Service,
  startService,
  tokenOf,
} from './fixtures.ts';

let service: Service;
let account: Account;
let template: string;
let now = new Date();

beforeAll(async () => {
  service = await startService({ override: (wiring) => wiring.value(tokens.now, () => now) });
  account = await anAccount(service, { files_contact_link: 'https://fishing.example/help' });
  const body = { type: 'email', name: 'File', subject: 'Your file', body: 'Get it: ((file))' };
  template = String((await administer(service, `/${account.id}/templates`, body)).id);
});

afterAll(() => service.end());

const csv = Buffer.from('a,b\n1,2\n');
const aFile = (changes: Record<string, unknown> = {}) => ({ file: csv.toString('base64'), ...changes });

const send = (file: unknown, changes: Record<string, unknown> = {}): Promise<Answer> =>
  service.call('POST', '/v2/notifications/email', {
    key: tokenOf(account.live),
    body: { email_address: 'Anna@example.org', template_id: template, personalisation: { file }, ...changes },
  });

async function linkOf(file: unknown): Promise<string> {
  const sent = await send(file);
  if (sent.status !== 201) throw new Error(sent.text);
  const { body } = sent.json.content as { body: string };
  return new URL(body.replace('Get it: ', '')).pathname;
}

const post = (path: string, fields: Record<string, string>) =>
  service.app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

const proofIn = (html: string) => /name="proof" value="([^"]+)"/.exec(html)?.[1] ?? '';

describe('a file in personalisation', () => {
  test('is a link, which gives it to whom knows the address', async () => {
    const path = await linkOf(aFile({ filename: "Anna's results – 2026.csv" }));
    const page = await service.call('GET', path);
    expect([page.status, page.text.includes('Confirm your email address')]).toEqual([200, true]);
    expect(page.text).not.toContain('results');
    const wrong = await post(path, { email_address: 'bo@example.org' });
    expect([wrong.statusCode, wrong.body.includes('Enter the email address the file was sent to')]).toEqual([
      400,
      true,
    ]);
    const right = await post(path, { email_address: ' anna@EXAMPLE.org ' });
    expect([right.statusCode, right.body.includes('results – 2026.csv (8 bytes)')]).toEqual([200, true]);
    expect(right.body).toContain('href="https://fishing.example/help"');
    const file = await post(`${path}/download`, { proof: proofIn(right.body) });
    expect([file.statusCode, file.rawPayload]).toEqual([200, csv]);
    expect(file.headers).toMatchObject({
      'content-disposition': "attachment; filename*=UTF-8''Anna%27s%20results%20%E2%80%93%202026.csv",
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  test('is downloaded with a proof of its own that is younger than an hour', async () => {
    const [path, other] = [await linkOf(aFile()), await linkOf(aFile())];
    const proof = proofIn((await post(path, { email_address: 'anna@example.org' })).body);
    for (const [to, given] of [
      [path, ''],
      [path, 'rubbish'],
      [other, proof],
    ] as const) {
      const answer = await post(`${to}/download`, { proof: given });
      expect(answer.body).toContain('Confirm your email address');
    }
    const before = now;
    now = new Date(now.getTime() + 3_600_001);
    expect((await post(`${path}/download`, { proof })).body).toContain('Confirm your email address');
    now = before;
    expect((await post(`${path}/download`, { proof })).rawPayload).toEqual(csv);
  });

  test('opens for nobody after ten wrong addresses', async () => {
    const path = await linkOf(aFile());
    for (let guess = 0; guess < 10; guess += 1) await post(path, { email_address: `x${guess}@example.org` });
    const right = await post(path, { email_address: 'anna@example.org' });
    expect([right.statusCode, right.body.includes('You cannot download this file')]).toEqual([403, true]);
  });

  test('counts guesses that come at once, and none for what is no address', async () => {
    const path = await linkOf(aFile());
    await post(path, { email_address: 'no address' });
    const guesses = Array.from({ length: 30 }, (_, at) =>
      post(path, { email_address: `x${at}@example.org` }),
    );
    await Promise.all(guesses);
    const { rows } = await service.pool.query<{ most: number }>(
      'select max(wrong_guesses) as most from document',
    );
    expect(rows[0]?.most).toBe(10);
    expect((await post(path, { email_address: 'anna@example.org' })).statusCode).toBe(403);
  });

  test('needs no address where the sender wants it so, and is named by its kind', async () => {
    const path = await linkOf(aFile({ confirm_email_before_download: false, is_csv: true }));
    expect((await service.call('GET', path)).text).toContain('document.csv');
    const file = await post(`${path}/download`, {});
    expect([file.statusCode, file.rawPayload]).toEqual([200, csv]);
  });

  test('is there for as long as was asked, and then is gone', async () => {
    const path = await linkOf(aFile({ retention_period: '2 weeks', confirm_email_before_download: false }));
    const before = now;
    now = new Date(before.getTime() + 14 * 86_400_000 - 1000);
    expect((await service.call('GET', path)).status).toBe(200);
    now = new Date(before.getTime() + 14 * 86_400_000);
    const late = await service.call('GET', path);
    expect([late.status, late.text.includes('This file is no longer available')]).toEqual([410, true]);
    expect((await post(`${path}/download`, {})).statusCode).toBe(410);
    now = before;
  });

  test('is found by its whole link only', async () => {
    const path = await linkOf(aFile());
    for (const wrong of [path.slice(0, -1), `${path}x`, '/files/1/2', `/files/${crypto.randomUUID()}/x`]) {
      expect((await service.call('GET', wrong)).status).toBe(404);
    }
  });

  test('is sealed, its key too', async () => {
    const path = await linkOf(aFile({ filename: 'private.csv' }));
    const { rows } = await service.pool.query('select row_to_json(document)::text as row from document');
    const dump = JSON.stringify(rows);
    expect(dump).not.toMatch(/private|anna@/);
    expect(dump).not.toContain(csv.toString('hex'));
    expect(dump).not.toContain(path.split('/').at(-1));
  });

  test('to a smoke test’s recipient is a link that leads nowhere', async () => {
    const email_address = 'simulate-delivered@notifications.service.gov.uk';
    const sent = await send(aFile(), { email_address });
    expect((sent.json.content as { body: string }).body).toBe(
      `Get it: http://messages.test/files/${account.id}/test-document`,
    );
  });

  test('takes nulls, as the standard’s clients send them', async () => {
    const file = aFile({ filename: null, confirm_email_before_download: null, retention_period: null });
    expect((await send(file)).status).toBe(201);
  });
});

describe('a file is refused', () => {
  test.each<[Record<string, unknown>, string]>([
    [{ file: 1 }, 'ValidationError: file 1 is not of type string'],
    [
      { filename: 'file' },
      'ValidationError: filename `filename` must end with a file extension. For example, filename.csv',
    ],
    [
      { confirm_email_before_download: 'potato' },
      'ValidationError: confirm_email_before_download Unsupported value for confirm_email_before_download: potato. Use a boolean true or false value.',
    ],
    [
      { retention_period: '79 weeks' },
      'ValidationError: retention_period Unsupported value for retention_period: 79 weeks. Supported periods are from 1 to 78 weeks.',
    ],
    [
      { retention_period: false },
      'ValidationError: retention_period Unsupported value for retention_period: False. Supported periods are from 1 to 78 weeks.',
    ],
    [
      { is_csv: true, filename: 'a.csv' },
      'ValidationError: Do not set a value for `is_csv` if `filename` is set.',
    ],
    [{ other: 1 }, 'ValidationError: Additional properties are not allowed (other was unexpected)'],
    [{ file: '%' }, 'BadRequestError: Document is not base64 encoded'],
    [
      { filename: `${'x'.repeat(97)}.csv` },
      'BadRequestError: `filename` cannot be longer than 100 characters',
    ],
    [
      { filename: 'run.exe' },
      "BadRequestError: Unsupported file type '.exe'. Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt', '.xlsx'",
    ],
    [
      { file: Buffer.from([0, 1, 2]).toString('base64') },
      "BadRequestError: Unsupported file type 'application/octet-stream'. Supported types are: '.csv', '.doc', '.docx', '.jpeg', '.jpg', '.json', '.odt', '.pdf', '.png', '.rtf', '.txt', '.xlsx'",
    ],
    [
      {
        file: Buffer.from(
          `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${'EICAR-STANDARD-ANTIVIRUS-TEST-FILE'}!$H+H*`,
        ).toString('base64'),
      },
      'BadRequestError: File did not pass the virus scan',
    ],
    ...[
      '../../etc/passwd.txt',
      'a\\b.csv',
      '.csv',
      'a\u202Evsc.csv',
      'a\nb.csv',
      'a\0.csv',
      'a\ud800.csv',
    ].map((filename): [Record<string, unknown>, string] => [
      { filename },
      'BadRequestError: `filename` must be the name of a file, without a path',
    ]),
  ])('%j: %s', async (changes, error) => {
    expect(errorsOf(await send(aFile(changes)))).toEqual([`400 ${error}`]);
  });

  test('over 2 MB, in a text message, without a contact link, and after its recipient', async () => {
    const large = { file: Buffer.alloc(2 * 1024 * 1024 + 1, 'x').toString('base64') };
    expect(errorsOf(await send(large))).toEqual([
      '413 BadRequestError: Uploaded file exceeds file size limit',
    ]);
    const text = await service.call('POST', '/v2/notifications/sms', {
      key: tokenOf(account.live),
      body: {
        phone_number: '07700900321',
        template_id: account.smsTemplate,
        personalisation: { name: aFile() },
      },
    });
    expect(errorsOf(text)).toEqual(['400 BadRequestError: Can only send a file by email']);
    const own = await anAccount(service);
    const without = await service.call('POST', '/v2/notifications/email', {
      key: tokenOf(own.live),
      body: {
        email_address: 'a@example.org',
        template_id: own.emailTemplate,
        personalisation: { name: aFile(), extra: 1 },
      },
    });
    expect(errorsOf(without)).toEqual([
      `400 BadRequestError: Send files by email has not been set up - add contact details for your service at http://messages.test/services/${own.id}/service-settings/send-files-by-email`,
    ]);
    const team = await service.call('POST', '/v2/notifications/email', {
      key: tokenOf(account.team),
      body: {
        email_address: 'a@example.org',
        template_id: template,
        personalisation: { file: aFile({ other: 1 }) },
      },
    });
    expect(errorsOf(team)).toEqual([
      '400 BadRequestError: Can’t send to this recipient using a team-only API key',
    ]);
  });
});
