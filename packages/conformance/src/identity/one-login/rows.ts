import assert from 'node:assert/strict';
import { type Answer, send } from '../../http.ts';
import type { Case } from '../../suite.ts';
import type { Expected, Question, Row } from './row.ts';
import { begin, beginByObject, known, type OneLoginSubject, tokenForm } from './subject.ts';

/** Makes a case of a row: asks, and compares status, address, error and members. */
export function caseOf({ section, name, ask, expect }: Row): Case<OneLoginSubject> {
  return {
    section,
    name,
    async run(subject) {
      const { answer, state } = await put(subject, ask);
      compare(subject, answer, expect, state);
    },
  };
}

async function put(
  subject: OneLoginSubject,
  ask: Question,
): Promise<{ answer: Answer; state?: string | undefined }> {
  const { issuer } = subject;
  switch (ask.to) {
    case 'authorize': {
      const { start, state } = begin(subject, ask.with);
      return { answer: await send(start), state };
    }
    case 'authorize by object': {
      const state = 'the-state';
      const claims = { state, ...ask.claims };
      return { answer: await send(await beginByObject(subject, { ...ask, claims })), state };
    }
    case 'token': {
      const form = await tokenForm(subject, ask.with, ask.assertion, ask.foreign);
      return { answer: await send(`${issuer}token`, { form, headers: agentOf(ask) }) };
    }
    case 'userinfo': {
      const headers: Record<string, string> = ask.authorization ? { authorization: ask.authorization } : {};
      return { answer: await send(`${issuer}userinfo`, { headers }) };
    }
    case 'logout': {
      const query = new URLSearchParams(known(ask.with));
      return { answer: await send(`${issuer}logout?${query}`), state: ask.with.state };
    }
    case 'document':
      return { answer: await send(`${issuer}${ask.path}`, { headers: agentOf(ask) }) };
  }
}

function agentOf({ agent }: { agent?: string }): Record<string, string> {
  return agent === undefined ? {} : { 'user-agent': agent };
}

function compare(
  { issuer, client, signedOut }: OneLoginSubject,
  answer: Answer,
  expect: Expected,
  state: string | undefined,
): void {
  assert.equal(answer.status, expect.status, `status (${answer.text.slice(0, 200)})`);
  for (const [name, value] of Object.entries(expect.headers ?? {}))
    assert.equal(answer.headers.get(name), value, name);
  if (expect.empty) assert.equal(answer.text, '');
  if (expect.keys) assert.deepEqual(Object.keys(answer.json ?? {}).sort(), [...expect.keys].sort());
  const location = answer.headers.get('location');
  if (expect.leads === undefined) {
    assert.equal(location, null, 'it leads away');
    if (expect.error !== undefined) compareError(new Map(Object.entries(answer.json ?? {})), 'error', expect);
    return;
  }
  const url = new URL(location ?? '', issuer);
  const members = expect.inFragment ? new URLSearchParams(url.hash.slice(1)) : url.searchParams;
  const places = { back: client.redirectUri, on: issuer, out: signedOut };
  const place = new URL(places[expect.leads]);
  assert.equal(url.origin, place.origin, `it leads to ${url.href}`);
  if (expect.leads === 'on') return;
  assert.equal(url.pathname, place.pathname);
  compareError(members, expect.leads === 'out' ? 'error_code' : 'error', expect);
  assert.equal(members.has('iss'), false, 'iss is told');
  if (expect.state !== undefined)
    assert.equal(members.get('state') ?? undefined, expect.state ? state : undefined, 'state');
}

function compareError(
  members: { get(name: string): unknown },
  name: string,
  { error, description }: Expected,
): void {
  assert.equal(members.get(name) ?? undefined, error, name);
  if (description !== undefined) assert.equal(members.get('error_description'), description);
}
