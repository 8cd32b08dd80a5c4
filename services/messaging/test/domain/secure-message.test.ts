import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SecureState } from '../../src/domain/secure-message/entities.ts';
import { type EvidenceEvent, stateAfter } from '../../src/domain/secure-message/evidence.ts';
import { safeFileName } from '../../src/domain/secure-message/files.ts';
import { readLevels } from '../../src/domain/secure-message/levels.ts';

describe('a file’s name', () => {
  test.each([
    ['letter.pdf', 'application/pdf', 'letter.pdf'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\Windows\\con.txt', 'text/plain', 'file-con.txt'],
    ['invoice\u202Efdp.exe', 'application/pdf', 'invoicefdp.exe.pdf'],
    ['a\r\nContent-Type: x', 'text/plain', 'aContent-Type_ x.txt'],
    ['....', 'image/png', 'file.png'],
    ['photo.JPEG', 'image/jpeg', 'photo.jpg'],
    ['Führerschein “neu”.pdf', 'application/pdf', 'Führerschein “neu”.pdf'],
  ])('%j of %s is %s', (name, type, safe) => {
    expect(safeFileName(name, type)).toBe(safe);
  });

  test('never leads into a folder, holds a control character, or ends as another type', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const safe = safeFileName(name, 'application/pdf');
        expect(safe).toMatch(/^[^./\\\p{Cc}][^/\\\p{Cc}]*\.pdf$/u);
        expect([...safe].length).toBeLessThanOrEqual(104);
      }),
    );
  });
});

describe('the state of a message', () => {
  const events: EvidenceEvent[] = [
    'delivered',
    'notice_sent',
    'notice_failed',
    'opened',
    'replied',
    'expired',
  ];

  test('never goes back, and ends with its expiry', () => {
    const order: SecureState[] = ['submitted', 'delivered', 'opened', 'replied', 'expired'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 20 }), (happened) => {
        let state: SecureState = 'submitted';
        for (const event of happened) {
          const next = stateAfter(state, event);
          if (next === undefined) continue;
          expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(state));
          state = next;
        }
      }),
    );
    expect(
      events.filter((event) => !event.startsWith('notice')).map((event) => stateAfter('expired', event)),
    ).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('levels of assurance', () => {
  test('are read from what the issuer says; what is not known is the least', () => {
    const levels = readLevels('urn:card=high,https://id.example/acr?a=b=substantial');
    expect(
      [
        'urn:card',
        'https://id.example/acr?a=b',
        'http://eidas.europa.eu/LoA/substantial',
        'other',
        undefined,
      ].map(levels.levelOf),
    ).toEqual(['high', 'substantial', 'substantial', 'low', 'low']);
    expect(levels.askedFor('high')).toEqual(['urn:card', 'high', 'http://eidas.europa.eu/LoA/high']);
  });

  test.each(['urn:card', '=high', 'urn:card=certain'])('%s is refused', (text) => {
    expect(() => readLevels(text)).toThrow(/acr=level/);
  });
});
