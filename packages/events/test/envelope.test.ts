import { createEventValidator } from '@ashlar/contracts';
import { describe, expect, test } from '@jest/globals';
import { maxDataBytes, type PublicRow, parseEvent, toEvent, toMessage } from '../src/envelope.ts';

const row: PublicRow = {
  position: 7,
  eventId: '01930f7c-6b1a-7a3e-9d58-0b1c2d3e4f5a',
  aggregate: 'payment-1',
  sequence: 2,
  department: 'demo',
  service: 'parking',
  type: 'payments.gateway_account.created.v1',
  occurredAt: new Date('2026-03-29T01:30:00.000Z'),
  data: { amount: 1450 },
  traceparent: null,
};

describe('the envelope', () => {
  test('is a CloudEvent in which only the data can be at odds with the contract', () => {
    const event = toEvent(
      { ...row, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
      'payments',
    );
    expect(event).toMatchObject({
      specversion: '1.0',
      source: '/payments',
      subject: 'payment-1',
      time: '2026-03-29T01:30:00.000Z',
      dataschema: 'urn:ashlar:event:payments.gateway_account.created.v1',
    });
    const complaints = createEventValidator('payments')(event);
    expect(complaints.filter((complaint) => !complaint.includes('/data'))).toEqual([]);
  });

  test('leaves traceparent out where there is none', () => {
    const event = toEvent(row, 'payments');
    expect('traceparent' in event).toBe(false);
    expect('traceparent' in toMessage(event).headers).toBe(false);
  });

  test('survives the bus, whatever the alphabet', () => {
    const event = toEvent({ ...row, data: { name: 'Łódź 神戸 \u{1f9f1}' } }, 'payments');
    const message = toMessage(event);
    expect(message.key).toBe('payment-1');
    expect(parseEvent(message.value)).toEqual(event);
  });

  test('carries data up to the limit and a reference above it', () => {
    const withBytes = (count: number) => {
      const text = 'x'.repeat(count - JSON.stringify({ text: '' }).length);
      return parseEvent(toMessage(toEvent({ ...row, data: { text } }, 'payments')).value)?.data;
    };
    expect(Object.keys(withBytes(maxDataBytes) ?? {})).toEqual(['text']);
    expect(withBytes(maxDataBytes + 1)).toEqual({ ref: '/ashlar/v1/changes?after=6&limit=1' });
  });

  test.each([
    'not json',
    '[]',
    'null',
    '{}',
    JSON.stringify({ ...toEvent(row, 'payments'), id: 'no uuid' }),
    JSON.stringify({ ...toEvent(row, 'payments'), specversion: '0.3' }),
    JSON.stringify({ ...toEvent(row, 'payments'), data: 'text' }),
  ])('does not take %s for an event', (value) => {
    expect(parseEvent(Buffer.from(value))).toBeUndefined();
  });

  test('keeps members that it does not know', () => {
    const extended = { ...toEvent(row, 'payments'), partitionkey: 'x' };
    expect(parseEvent(Buffer.from(JSON.stringify(extended)))).toEqual(extended);
  });
});
