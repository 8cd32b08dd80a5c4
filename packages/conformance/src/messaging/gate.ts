import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { GatePlan, MutatingCall, Mutation, Profile } from '../gate/plan.ts';
import { type Answer, send } from '../http.ts';
import { makeUpMessaging } from './made-up-department.ts';
import { bodyOf, type MessagingSubject, tokenOf } from './subject.ts';
import { messagingSuite, operatedMessaging } from './suite.ts';

/** Sections without which nobody can send anything, and hear what became of it. */
const core: ReadonlySet<string> = new Set(['access', 'sending', 'reading', 'templates']);

/** What an implementation of the core profile answers and publishes. */
const operations: readonly RegExp[] = [
  /^\w+ \/v2\/(notifications\/(email|sms|\{\})|notifications|templates|template)(\/|$)/,
  /^\w+ \/(health|ashlar\/v1\/changes|ashlar\/v1\/handover)(\/|$)/,
];

/** The subject of a gate, which finds its templates by itself. */
export type MessagingCandidate = Omit<MessagingSubject, 'emailTemplate' | 'smsTemplate'>;

/** What the gate does with a messaging component, beside its contract. Throws when its templates cannot be read, or there is none of a kind with a placeholder. */
export async function messagingPlan(candidate: MessagingCandidate, profile: Profile): Promise<GatePlan> {
  const [emailTemplate, smsTemplate] = [
    await templateOf(candidate, 'email'),
    await templateOf(candidate, 'sms'),
  ];
  const subject: MessagingSubject = { ...candidate, emailTemplate, smsTemplate };
  return {
    component: 'messaging',
    suite: messagingSuite
      .filter(({ section }) => (profile === 'full' ? isAsked(section, candidate) : core.has(section)))
      .map(({ section, name, run }) => ({ section, name, run: () => run(subject) })),
    mutations: mutationsOf(subject, profile),
    // A key that is sent plainly, since a token of the standard holds for half a minute.
    reader: { authorization: `ApiKey-v1 ${subject.apiKey}` },
    ...(profile === 'core' && {
      needs: (operation: string) => operations.some((form) => form.test(operation)),
    }),
    made: makeUpMessaging,
  };
}

/** Whether a section is asked for: what changes something that all departments share is not, unless by an operator of the platform. */
function isAsked(section: string, { operatorToken }: MessagingCandidate): boolean {
  return operatorToken !== undefined || !operatedMessaging.includes(section);
}

async function templateOf({ baseUrl, apiKey }: MessagingCandidate, type: string): Promise<string> {
  const headers = { authorization: `Bearer ${tokenOf(apiKey)}` };
  const answer = await send(`${baseUrl}/v2/templates?type=${type}`, { headers }).catch(() => undefined);
  assert.ok(answer, `nothing answers at ${baseUrl}`);
  assert.equal(answer.status, 200, `GET /v2/templates answers ${answer.status} to the API key`);
  const { templates } = (answer.json ?? {}) as { templates?: { id: string; personalisation?: object }[] };
  const found = templates?.find(({ personalisation }) => Object.keys(personalisation ?? {}).length > 0);
  assert.ok(found, `the service has no template of type ${type} with a placeholder`);
  return found.id;
}

const made = (answer: Answer) => String((answer.json as { id?: unknown } | undefined)?.id);

function mutationsOf(subject: MessagingSubject, profile: Profile): Mutation[] {
  const post = (path: string, body?: unknown, entity: MutatingCall['entity'] = made): MutatingCall => ({
    path,
    ask: {
      method: 'POST',
      headers: { authorization: `Bearer ${tokenOf(subject.apiKey)}` },
      ...(body !== undefined && { body }),
    },
    entity,
  });
  const sends = (kind: 'email' | 'sms'): Mutation => ({
    name: kind === 'email' ? 'send an e-mail' : 'send a text message',
    event: 'messaging.notification.created.v1',
    keyed: true,
    prepare: async () =>
      post(`/v2/notifications/${kind}`, { reference: randomUUID(), ...(await bodyOf(subject, kind)) }),
  });
  const cancel: Mutation = {
    name: 'cancel what is planned',
    event: 'messaging.notification.cancelled.v1',
    keyed: true,
    async prepare() {
      const scheduled_for = new Date(Date.now() + 3_600_000).toISOString();
      const body = { type: 'email', ...(await bodyOf(subject, 'email')), scheduled_for };
      const { path, ask } = post('/ashlar/v1/notifications', body);
      const planned = await send(`${subject.baseUrl}${path}`, ask);
      assert.equal(planned.status, 201, planned.text);
      const id = made(planned);
      return post(`/ashlar/v1/notifications/${id}/cancel`, undefined, () => id);
    },
  };
  return [sends('email'), sends('sms'), ...(profile === 'full' ? [cancel] : [])];
}
