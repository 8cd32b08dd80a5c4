import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type CheckName,
  type CredentialStatus,
  canBecome,
  credentialMoves,
  secretsFault,
  verdict,
} from '../../src/domain/credential.ts';

const statuses = Object.keys(credentialMoves) as CredentialStatus[];

/** Walks from creation along legal moves that the numbers choose. */
function walk(choices: readonly number[]): CredentialStatus[] {
  const path: CredentialStatus[] = ['CREATED'];
  for (const choice of choices) {
    const next = credentialMoves[path.at(-1) ?? 'CREATED'];
    const chosen = next[choice % next.length];
    if (!chosen) break;
    path.push(chosen);
  }
  return path;
}

const aWalk = fc.array(fc.nat(50), { maxLength: 30 }).map(walk);

describe('the states of a credential', () => {
  test('each is reached from creation', () => {
    const reached = new Set(fc.sample(aWalk, 2000).flat());
    expect([...reached].sort()).toEqual([...statuses].sort());
  });

  test('none is active without a check between the last secrets that were entered and that moment', () => {
    fc.assert(
      fc.property(aWalk, (path) => {
        const active = path.indexOf('ACTIVE');
        if (active < 0) return;
        const entered = path.lastIndexOf('ENTERED', active);
        expect(entered).toBeGreaterThan(-1);
        expect(path.slice(entered, active)).toContain('VERIFIED');
      }),
    );
  });

  test('one that was used takes no other secrets and no second turn, and one that is retired stays so', () => {
    fc.assert(
      fc.property(aWalk, (path) => {
        const used = path.indexOf('ACTIVE');
        if (used >= 0) expect(path.slice(used + 1)).toEqual(path.length > used + 1 ? ['RETIRED'] : []);
        expect(path.filter((status) => status === 'RETIRED').length).toBeLessThan(2);
      }),
    );
    expect(statuses.filter((to) => canBecome('RETIRED', to))).toEqual([]);
  });
});

describe('a check', () => {
  const passed = (check: CheckName) => ({ check, passed: true });
  const begun = { run: 'one', startedAt: '2026-01-01T00:00:00Z' };

  test('verifies when it is finished and all of it passed', () => {
    const finishedAt = '2026-01-01T00:00:01Z';
    const checks = [passed('connect'), passed('authorise')];
    expect(verdict({ ...begun, finishedAt, checks })).toBe('VERIFIED');
    expect(verdict({ ...begun, finishedAt, checks: [...checks, { check: 'query', passed: false }] })).toBe(
      'ENTERED',
    );
    expect(verdict({ ...begun, finishedAt, checks: [] })).toBe('ENTERED');
    expect(verdict({ ...begun, checks })).toBeUndefined();
  });
});

describe('secrets', () => {
  const wanted = { secret_key: /^sk_\w+$/, webhook_signing_secret: /^whsec_\w+$/ };
  const good = { secret_key: 'sk_1', webhook_signing_secret: 'whsec_1' };

  test('are taken when each is there in its form', () => {
    expect(secretsFault(good, wanted)).toBeUndefined();
  });

  test.each([
    [{ secret_key: 'sk_1' }, 'webhook_signing_secret', 'is required'],
    [{ ...good, secret_key: 'pk_1' }, 'secret_key', 'does not have the form of one'],
    [{ ...good, password: 'x' }, 'password', 'is none of: secret_key, webhook_signing_secret'],
    [{ ...good, toString: 'x' }, 'toString', 'is none of: secret_key, webhook_signing_secret'],
  ])('are refused otherwise: %j', (secrets, name, detail) => {
    expect(secretsFault(secrets, wanted)).toEqual({ name, detail });
  });
});
