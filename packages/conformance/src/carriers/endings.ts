import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Case } from '../suite.ts';
import { aMessage, assertTaken, type CarrierSubject, ends, type TestReceipt } from './subject.ts';

/** What became of messages: asked for, or told by receipts. */
export const endingCases: readonly Case<CarrierSubject>[] = [
  {
    section: 'asking',
    name: 'a message that it was never given has no end, or the only one that the carrier knows',
    async run(subject) {
      const { key, to } = aMessage(subject);
      assert.ok([undefined, 'delivered'].includes(await subject.carrier.outcome({ key, to })));
    },
  },
  {
    section: 'asking',
    name: 'each end is told, however often it is asked for',
    async run(subject) {
      if (!subject.endsAt) return;
      for (const end of ends) {
        const message = aMessage(subject, { to: subject.endsAt[end] });
        await assertTaken(subject, message);
        for (let times = 0; times < 3; times += 1) assert.equal(await subject.carrier.outcome(message), end);
      }
    },
  },
  ...ends.map((end) => ({
    section: 'receipts',
    name: `one that says ${end} is read so, however often it comes and whatever came before`,
    run: (subject: CarrierSubject) =>
      reading(subject, async (read, receipt) => {
        const key = randomUUID();
        for (const other of ends) assert.deepEqual(read(receipt(key, other)), { outcome: other });
        for (let times = 0; times < 3; times += 1) {
          assert.deepEqual(read(receipt(key, end)), { outcome: end });
        }
      }),
  })),
  {
    section: 'receipts',
    name: 'a message that is on its way has no end yet',
    run: (subject) =>
      reading(subject, async (read, receipt) => {
        assert.deepEqual(read(receipt(randomUUID(), 'on its way')), { outcome: undefined });
      }),
  },
  {
    section: 'forgeries',
    name: 'a receipt without the company’s proof, or with another’s, is not believed',
    run: (subject) =>
      reading(subject, async (read, receipt) => {
        const genuine = receipt(randomUUID(), 'delivered');
        assert.equal(read({ ...genuine, headers: {} }), undefined, 'without headers');
        for (const [name, value] of Object.entries(genuine.headers)) {
          const forged = { ...genuine.headers, [name]: changed(String(value)) };
          assert.equal(read({ ...genuine, headers: forged }), undefined, `with another ${name}`);
        }
      }),
  },
  {
    section: 'forgeries',
    name: 'nor is one that was given for another message, or says another thing than was proved',
    run: (subject) =>
      reading(subject, async (read, receipt) => {
        const genuine = receipt(randomUUID(), 'delivered');
        assert.equal(read({ ...genuine, key: randomUUID() }), undefined, 'for another message');
        const failed = receipt(genuine.key, 'permanent-failure');
        assert.equal(read({ ...genuine, form: failed.form }), undefined, 'with another end');
      }),
  },
  {
    section: 'forgeries',
    name: 'rubbish is no receipt, and is answered all the same',
    run: (subject) =>
      reading(subject, async (read, receipt) => {
        const { headers } = receipt(randomUUID(), 'delivered');
        for (const rubbish of ['', ' ', '\u0000', '%', 'ÿ'.repeat(1000)]) {
          const names = Object.keys(headers).map((name) => [name, rubbish]);
          const receipt = {
            key: randomUUID(),
            headers: Object.fromEntries(names),
            form: { [rubbish]: rubbish },
          };
          assert.equal(read(receipt), undefined);
        }
      }),
  },
];

type Read = (receipt: TestReceipt) => { readonly outcome: string | undefined } | undefined;

/** Runs a case of receipts, where the company sends any. */
async function reading(
  subject: CarrierSubject,
  work: (read: Read, receipt: NonNullable<CarrierSubject['receipt']>) => Promise<void>,
): Promise<void> {
  const { carrier, receipt } = subject;
  if (!receipt) {
    assert.equal(carrier.readReceipt, undefined, 'it reads receipts that its company does not send');
    return;
  }
  const { readReceipt } = carrier;
  assert.ok(readReceipt, 'it reads no receipts');
  await work((one) => readReceipt(one), receipt);
}

/** The same length, with its first character another, in hexadecimal too. */
function changed(text: string): string {
  return (text.startsWith('0') ? '1' : '0') + text.slice(1);
}
