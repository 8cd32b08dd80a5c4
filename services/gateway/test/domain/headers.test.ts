import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { downstreamHeaders, upstreamHeaders } from '../../src/domain/headers.ts';

const from = {
  host: 'pay.example',
  proto: 'https' as const,
  forwardedFor: '192.0.2.1',
  prefix: '',
  department: 'demo',
  gatewayKey: 'key',
  requestId: 'id',
  traceparent: 'trace',
  keepTracestate: false,
  gatewaysBefore: 0,
};

function sent(
  raw: string[],
  more: Partial<Parameters<typeof upstreamHeaders>[1]> = {},
): Map<string, string[]> {
  const flat = upstreamHeaders(raw, { ...from, ...more });
  const headers = new Map<string, string[]>();
  for (let index = 0; index < flat.length; index += 2) {
    const name = flat[index] ?? '';
    headers.set(name, [...(headers.get(name) ?? []), flat[index + 1] ?? '']);
  }
  return headers;
}

describe('headers for the implementation', () => {
  test('say what only the gateway may say, once, whatever the client claims', () => {
    const claims = [
      'Ashlar-Gateway',
      'x',
      'ASHLAR-DEPARTMENT',
      'other',
      'x_forwarded_host',
      'evil',
      'Forwarded',
      'for=evil',
    ];
    const headers = sent([...claims, 'X-Forwarded-Prefix', '/evil', 'Ashlar_Epoch', '9']);
    expect(Object.fromEntries(headers)).toEqual({
      'ashlar-gateway': ['key'],
      'ashlar-department': ['demo'],
      'x-forwarded-host': ['pay.example'],
      'x-forwarded-proto': ['https'],
      'x-forwarded-for': ['192.0.2.1'],
      'x-request-id': ['id'],
      traceparent: ['trace'],
      via: ['1.1 ashlar'],
    });
  });

  test('lose what belongs to the connection, and what it names', () => {
    const headers = sent([
      'Connection',
      'close, X-Secret, Content-Length',
      'X-Secret',
      '1',
      'TE',
      'x',
      'Content-Length',
      '3',
      'Upgrade',
      'h2c',
    ]);
    expect(headers.has('x-secret')).toBe(false);
    expect(headers.has('te')).toBe(false);
    expect(headers.has('upgrade')).toBe(false);
    expect(headers.get('content-length')).toEqual(['3']);
  });

  test('cannot be made to lose what the gateway adds', () => {
    expect(sent(['Connection', 'ashlar-department, x-forwarded-host']).get('ashlar-department')).toEqual([
      'demo',
    ]);
  });

  test('keep everything else in its order, repeated ones too', () => {
    const raw = ['Accept', 'a', 'Cookie', 'x=1', 'Cookie', 'y=2', 'Authorization', 'Bearer k'];
    expect(sent(raw).get('cookie')).toEqual(['x=1', 'y=2']);
    expect(sent(raw).get('authorization')).toEqual(['Bearer k']);
  });

  test('name the prefix only where there is one, and no department where any may come', () => {
    const headers = sent([], { prefix: '/payments', department: '*', gatewayKey: undefined });
    expect(headers.get('x-forwarded-prefix')).toEqual(['/payments']);
    expect(headers.has('ashlar-department')).toBe(false);
    expect(headers.has('ashlar-gateway')).toBe(false);
  });

  test('never hold a claim in our name from a client, in any spelling', () => {
    const name = fc.mixedCase(
      fc.constantFrom('ashlar-gateway', 'ashlar_department', 'x-forwarded-for', 'x_forwarded-proto'),
    );
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const headers = sent(names.flatMap((one) => [one, 'claimed']));
        expect([...headers.values()].flat()).not.toContain('claimed');
      }),
    );
  });
});

test('headers for the client keep cookies apart and lose those of the connection', () => {
  const headers = {
    'set-cookie': ['a=1', 'b=2'],
    connection: 'close, x-hop',
    'x-hop': '1',
    'transfer-encoding': 'chunked',
    etag: 'e',
  };
  expect(downstreamHeaders(headers, 'id')).toEqual({
    'set-cookie': ['a=1', 'b=2'],
    etag: 'e',
    'x-request-id': 'id',
  });
});
