import assert from 'node:assert/strict';
import type { Case } from '../suite.ts';
import { email, type MadeService, madeService, makeService, sms, values } from './made-up-service.ts';
import { assertErrors, call, type MessagingSubject } from './subject.ts';

const section = 'files';
const content = 'a,b\n1,2\n';

function sendFile(subject: MessagingSubject, own: MadeService, changes: Record<string, unknown>) {
  const file = { file: Buffer.from(content).toString('base64'), ...changes };
  return email(subject, own, own.live, { personalisation: { ...values, name: file } });
}

/** The path of the link that an e-mail has in the place of its file. */
async function linkOf(
  subject: MessagingSubject,
  own: MadeService,
  changes: Record<string, unknown>,
): Promise<string> {
  const sent = await sendFile(subject, own, changes);
  assert.equal(sent.status, 201, sent.text);
  const { body } = (sent.json as { content: { body: string } }).content;
  const [url] = /https?:\/\/\S+/.exec(body) ?? [];
  assert.ok(url, `there is a link in ${body}`);
  const link = new URL(url).href;
  assert.ok(link.startsWith(`${subject.baseUrl}/`), `${link} is of ${subject.baseUrl}`);
  return link.slice(subject.baseUrl.length);
}

const refusals: readonly (readonly [Record<string, unknown>, string])[] = [
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
    { is_csv: true, filename: 'a.csv' },
    'ValidationError: Do not set a value for `is_csv` if `filename` is set.',
  ],
  [
    { filename: `${'x'.repeat(100)}.csv` },
    'BadRequestError: `filename` cannot be longer than 100 characters',
  ],
];

/** Files in personalisation. */
export const fileCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'a file is downloaded from the link in its place, by whom knows the address it was sent to',
    async run(subject) {
      const own = await madeService(subject);
      const path = await linkOf(subject, own, { filename: 'results.csv' });
      const page = await call(subject, 'showFile', path, { authorization: null });
      assert.equal(page.status, 200);
      assert.ok(!page.text.includes('results.csv'), 'a stranger is not told the file’s name');
      const open = (email_address: string) =>
        call(subject, 'openFile', path, { authorization: null, form: { email_address } });
      assert.equal((await open('stranger@conformance.example')).status, 400);
      const opened = await open('anybody@conformance.example');
      assert.equal(opened.status, 200);
      const [, proof = ''] = /name="proof" value="([^"]+)"/.exec(opened.text) ?? [];
      const ask = { authorization: null, form: { proof } };
      assert.equal((await call(subject, 'downloadFile', `${path}/download`, ask)).text, content);
      const without = { authorization: null, form: { proof: '' } };
      const refused = await call(subject, 'downloadFile', `${path}/download`, without);
      assert.notEqual(refused.text, content);
    },
  },
  {
    section,
    name: 'a file needs no address where its sender wants it so, and its whole link always',
    async run(subject) {
      const own = await madeService(subject);
      const path = await linkOf(subject, own, { confirm_email_before_download: false });
      const ask = { authorization: null, form: {} };
      const file = await call(subject, 'downloadFile', `${path}/download`, ask);
      assert.deepEqual([file.status, file.text], [200, content]);
      assert.match(String(file.headers.get('content-disposition')), /^attachment/);
      const wrong = await call(subject, 'showFile', path.slice(0, -1), { authorization: null });
      assert.equal(wrong.status, 404);
    },
  },
  {
    section,
    name: 'a file has a name that is no path, is of a known kind, and holds nothing harmful',
    async run(subject) {
      const own = await madeService(subject);
      const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(
        '',
      );
      for (const filename of ['../../a.csv', 'a\\b.csv', 'a\u202Evsc.csv', 'run.exe']) {
        const answer = await sendFile(subject, own, { filename });
        assert.equal(answer.status, 400, `${filename} is answered with ${answer.status}`);
      }
      const file = Buffer.from(eicar).toString('base64');
      assertErrors(await sendFile(subject, own, { file }), 400, [
        'BadRequestError: File did not pass the virus scan',
      ]);
    },
  },
  {
    section,
    name: 'files are for e-mails, of services that say whom to turn to',
    async run(subject) {
      const own = await madeService(subject);
      const personalisation = { ...values, name: { file: 'YQ==' } };
      assertErrors(await sms(subject, own, own.live, { personalisation }), 400, [
        'BadRequestError: Can only send a file by email',
      ]);
      const bare = await makeService(subject, { files_contact_link: null });
      const { status, json } = await email(subject, bare, bare.live, { personalisation });
      const [error] = (json as { errors: { error: string; message: string }[] }).errors;
      assert.deepEqual([status, error?.error], [400, 'BadRequestError']);
      assert.match(String(error?.message), /^Send files by email has not been set up/);
    },
  },
  ...refusals.map(
    ([changes, error]): Case<MessagingSubject> => ({
      section,
      name: `a file with ${JSON.stringify(changes).slice(0, 60)} is told "${error.slice(0, 80)}"`,
      async run(subject) {
        assertErrors(await sendFile(subject, await madeService(subject), changes), 400, [error]);
      },
    }),
  ),
];
