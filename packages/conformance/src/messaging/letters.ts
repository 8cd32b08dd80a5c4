import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import type { Answer } from '../http.ts';
import type { Case } from '../suite.ts';
import { address, type MadeService, madeService, makeService, manage } from './made-up-service.ts';
import { assertEchoed, assertErrors, call, type MessagingSubject } from './subject.ts';

const section = 'letters';

/** PDFs (ISO 32000-1) in letters that any text can hold. */
function pdfOf(pages: number, [width, height] = [595.28, 841.89]): string {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 R`).join(' ');
  const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]>>`;
  return [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    `2 0 obj<</Type/Pages/Kids[${kids}]/Count ${pages}>>endobj`,
    ...Array.from({ length: pages }, (_, at) => `${at + 3} 0 obj${page}endobj`),
    'trailer<</Root 1 0 R>>',
    '%%EOF',
  ].join('\n');
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function letter(
  subject: MessagingSubject,
  key: string,
  body: Record<string, unknown>,
): Promise<Answer> {
  const answer = await call(subject, 'sendLetter', '/v2/notifications/letter', { body, key });
  assertEchoed(answer, body);
  return answer;
}

const templated = (
  subject: MessagingSubject,
  own: MadeService,
  changes: Record<string, unknown> = {},
  key = own.live,
) => letter(subject, key, { template_id: own.letterTemplate, personalisation: { ...address, ...changes } });

const pdf = (subject: MessagingSubject, own: MadeService, id: string) =>
  call(subject, 'getLetterPdf', `/v2/notifications/${id}/pdf`, { key: own.live });

async function becomes(
  subject: MessagingSubject,
  own: MadeService,
  id: string,
  status: string,
): Promise<Record<string, unknown>> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const ask = { key: own.live };
    const { json } = await call(subject, 'getNotification', `/v2/notifications/${id}`, ask);
    const found = json as Record<string, unknown>;
    if (found.status === status) return found;
    assert.equal(found.completed_at, null, `the letter ended as ${found.status} and not ${status}`);
    assert.ok(Date.now() < deadline, `the letter is ${found.status} and not ${status} after 30 s`);
    await setTimeout(250);
  }
}

const wrongAddresses: readonly (readonly [Record<string, unknown>, string])[] = [
  [{ address_line_2: undefined }, 'Address must be at least 3 lines'],
  [
    { address_line_3: 'C', address_line_4: 'D', address_line_5: 'E', address_line_6: 'F\nG' },
    'Address must be no more than 7 lines',
  ],
  [
    { address_line_2: '...' },
    'The first 2 lines of the address must both include at least one alphanumeric character',
  ],
  [{ postcode: 'Nowhere' }, 'Must be a real UK postcode'],
  [
    { address_line_2: '(1) High Street' },
    'Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < >',
  ],
  [{ address_line_2: 'No fixed abode' }, 'Must be a real address'],
];

/** Letters, from templates and as PDFs. */
export const letterCases: readonly Case<MessagingSubject>[] = [
  {
    section,
    name: 'a letter from a template is accepted, has no PDF at first, then has one, and is received',
    async run(subject) {
      const own = await madeService(subject);
      const sent = await templated(subject, own);
      assert.equal(sent.status, 201, sent.text);
      const { id, content } = sent.json as { id: string; content: unknown };
      assert.deepEqual(content, { body: 'Hello Anna Bird', subject: 'Main heading' });
      assertErrors(await pdf(subject, own, id), 400, [
        'PDFNotReadyError: PDF not available yet, try again later',
      ]);
      const read = await becomes(subject, own, id, 'received');
      assert.deepEqual(
        [read.type, read.line_1, read.line_2, read.line_3, read.postcode, read.postage, read.email_address],
        ['letter', 'Anna Bird', '1 High Street', null, 'sw1a1aa', 'second', null],
      );
      const made = await pdf(subject, own, id);
      assert.equal(made.headers.get('content-type')?.split(';')[0], 'application/pdf');
      assert.ok(made.text.startsWith('%PDF-'), 'the PDF is one');
    },
  },
  {
    section,
    name: 'a PDF of the caller’s comes back byte for byte, at once',
    async run(subject) {
      const own = await madeService(subject);
      const content = pdfOf(3);
      const sent = await letter(subject, own.live, {
        reference: 'own',
        content: base64(content),
        postage: 'first',
      });
      assert.equal(sent.status, 201, sent.text);
      const { id, ...rest } = sent.json as { id: string };
      assert.deepEqual(rest, { reference: 'own', postage: 'first' });
      assert.equal((await pdf(subject, own, id)).text, content);
      const read = await becomes(subject, own, id, 'received');
      assert.deepEqual(read.cost_details, { billable_sheets_of_paper: 2, postage: 'first' });
    },
  },
  {
    section,
    name: 'what is no PDF that can be printed is refused',
    async run(subject) {
      const own = await madeService(subject);
      const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join(
        '',
      );
      const send = (content: string) => letter(subject, own.live, { reference: 'own', content });
      assertErrors(await send('%%%'), 400, [
        'BadRequestError: Cannot decode letter content (invalid base64 encoding)',
      ]);
      assertErrors(await send(base64('Dear all')), 400, [
        'BadRequestError: Letter content is not a valid PDF',
      ]);
      assertErrors(await send(base64(`${pdfOf(1)}\n${eicar}`)), 400, [
        'BadRequestError: File did not pass the virus scan',
      ]);
      for (const unfit of [pdfOf(11), pdfOf(1, [841.89, 595.28])]) {
        assert.equal((await send(base64(unfit))).status, 400, 'eleven pages, or A4 on its side');
      }
    },
  },
  {
    section,
    name: 'a letter needs its members',
    async run(subject) {
      const own = await madeService(subject);
      assertErrors(await letter(subject, own.live, { content: 'x', postage: 'third' }), 400, [
        'ValidationError: postage invalid. It must be either first, second or economy',
        'ValidationError: reference is a required property',
      ]);
      assertErrors(
        await letter(subject, own.live, { template_id: own.letterTemplate, personalisation: {} }),
        400,
        ['ValidationError: personalisation address_line_1 is a required property'],
      );
    },
  },
  {
    section,
    name: 'a team key sends no letters, nor does a service in trial mode but with a test key',
    async run(subject) {
      const own = await madeService(subject);
      assertErrors(await templated(subject, own, {}, own.team), 403, [
        'BadRequestError: Cannot send letters with a team api key',
      ]);
      const trial = await makeService(subject, { trial_mode: true });
      const tried = await templated(subject, trial, {}, trial.test);
      assert.equal(tried.status, 201, tried.text);
    },
  },
  {
    section,
    name: 'a letter abroad needs leave, and takes its destination’s postage',
    async run(subject) {
      const abroad = { postcode: undefined, address_line_3: '75001 Paris', address_line_4: 'France' };
      const home = await madeService(subject);
      assertErrors(await templated(subject, home, abroad), 400, [
        'ValidationError: Must be a real UK postcode',
      ]);
      const own = await makeService(subject, { international_letters: true });
      const sent = await templated(subject, own, abroad);
      assert.equal(sent.status, 201, sent.text);
      const { id } = sent.json as { id: string };
      const ask = { key: own.live };
      const { json } = await call(subject, 'getNotification', `/v2/notifications/${id}`, ask);
      assert.equal((json as { postage: string }).postage, 'europe');
      assertErrors(await templated(subject, own, { postcode: 'Nowhere' }), 400, [
        'ValidationError: Last line of address must be a real UK postcode or another country',
      ]);
    },
  },
  {
    section,
    name: 'a letter can be cancelled before it is printed, and not after',
    async run(subject) {
      const own = await madeService(subject);
      const cancel = (id: string) =>
        manage(subject, 'cancelLetter', `/${own.id}/letters/${id}`, { method: 'DELETE' });
      const { id } = (await templated(subject, own)).json as { id: string };
      assert.equal((await cancel(id)).status, 204);
      await becomes(subject, own, id, 'cancelled');
      const later = (await templated(subject, own)).json as { id: string };
      await becomes(subject, own, later.id, 'received');
      assert.equal((await cancel(later.id)).status, 409);
    },
  },
  ...wrongAddresses.map(
    ([changes, error]): Case<MessagingSubject> => ({
      section,
      name: `an address with ${JSON.stringify(changes)} is told "${error}"`,
      async run(subject) {
        const own = await madeService(subject);
        assertErrors(await templated(subject, own, changes), 400, [`ValidationError: ${error}`]);
        const right = await templated(subject, own);
        assert.equal(right.status, 201, right.text);
      },
    }),
  ),
];
