import assert from 'node:assert/strict';
import { types } from 'node:util';
import { until } from '@ashlar/testkit';
import { type Citizen, citizen, type Deed, type Hands, type View } from './citizens.ts';
import { type DemoValues, demoValues } from './demo-values.ts';
import type { Change } from './feed.ts';
import type { Confirmation } from './licensing/confirmations.ts';
import { ledgerOf } from './licensing/ledger.ts';
import { readStartPage } from './licensing/publishing.ts';
import { type Licensing, startLicensing } from './licensing/service.ts';
import { type MailboxEntry, mailboxOf } from './mailbox.ts';
import { cardDetails } from './payers.ts';
import { newTrace, withinTrace } from './trace.ts';
import { type ExpectedEvent, type TracedStep, watchFeeds } from './traces.ts';

/** Hears what happens, in a sentence a newcomer understands. */
export type Narrator = (who: 'department' | 'citizen' | 'platform', what: string) => void;

/** What a journey needs: a platform's demo values and a browser. It reaches into no process. */
export interface Journey {
  /** What a demo.env holds. */
  readonly env: Readonly<Record<string, string>>;
  readonly hands: Hands;
  readonly tell: Narrator;
  /** Is told of each moment before it comes, like `pressing #confirm` or `sending email`: here a fault begins. */
  at?(moment: string): void | Promise<void>;
}

/** What came of a journey. */
export interface Outcome {
  readonly paymentId: string;
  /** What the mailbox has of the confirmation: one each, where nothing goes wrong. */
  readonly mails: readonly MailboxEntry[];
  readonly texts: readonly MailboxEntry[];
  /** What was traced, and the events that it led to. */
  readonly steps: readonly TracedStep[];
  readonly changes: readonly Change[];
  /** How often the citizen had to try or begin again. */
  readonly detours: number;
}

/**
 * A department publishes a service; a citizen reads of it, signs in, applies, pays, and gets an e-mail and a text. Throws at the first thing that does
 * not happen. It may be run any number of times on a platform that others use.
 */
export async function applyForALicence({ env, hands, tell, at = () => {} }: Journey): Promise<Outcome> {
  const demo = demoValues(env);
  const watch = await watchFeeds(demo);
  const licensing = await startLicensing(demo, (kind) => at(`sending ${kind}`));
  const person = citizen(hands, (button) => at(`pressing ${button}`));
  const scene: Scene = { demo, licensing, citizen: person, tell, steps: [] };
  try {
    await at('publishing');
    await isPublished(scene);
    await signsIn(scene);
    const paymentId = await appliesAndPays(scene);
    const confirmation = await isConfirmed(scene, paymentId);
    await at('reading the mailbox');
    await isRead(scene, confirmation);
    await signsOut(scene);
    await isNotRepeated(scene, paymentId, confirmation);
    const changes = await watch.sees(scene.steps);
    tell('platform', `shows each step’s trace in its change feeds, on ${changes.length} events`);
    const mailbox = mailboxOf(demo);
    const [mails, texts] = [await mailbox.of(confirmation.email), await mailbox.of(confirmation.sms)];
    return { paymentId, mails, texts, steps: scene.steps, changes, detours: person.detours };
  } catch (error) {
    throw withCauses(error, licensing.errors);
  } finally {
    await licensing.close();
  }
}

interface Scene {
  readonly demo: DemoValues;
  readonly licensing: Licensing;
  readonly citizen: Citizen;
  readonly tell: Narrator;
  readonly steps: TracedStep[];
}

/** Begins a traced step; the events that it leads to are added as they are known. */
async function begin(
  scene: Scene,
  what: string,
  services: string[],
): Promise<{ traceparent: string; events: ExpectedEvent[] }> {
  const { id, traceparent } = newTrace();
  const events: ExpectedEvent[] = [];
  scene.steps.push({ what, traceId: id, services, events });
  await scene.citizen.enterTrace(traceparent);
  return { traceparent, events };
}

async function isPublished(scene: Scene): Promise<void> {
  const { demo, licensing, citizen, tell } = scene;
  const { traceparent, events } = await begin(scene, 'publishing', ['gateway', 'content']);
  const page = await withinTrace(traceparent, () => licensing.publish());
  events.push({ component: 'content', type: 'content.edition.published.v1', about: page.content_id });
  tell('department', `publishes “${page.title}” at ${page.base_path}`);

  const reading = await begin(scene, 'reading', ['gateway', 'content']);
  const item = await withinTrace(reading.traceparent, () => readStartPage(demo, page.base_path));
  assert.deepEqual([item.content_id, item.title], [page.content_id, page.title]);
  const view = await citizen.goes({ from: `${licensing.url}/`, deeds: [], goal: '#start' });
  assert.equal(view.heading, page.title);
  assert.ok(view.text.includes(page.description) && view.text.includes(page.details.start_button_text));
  tell('citizen', `reads “${view.heading}”: “${page.description}”`);
}

async function signsIn(scene: Scene): Promise<void> {
  const { demo, licensing, citizen, tell } = scene;
  await begin(scene, 'signing in', ['gateway', 'identity']);
  const view = await citizen.goesOn({
    from: `${licensing.url}/`,
    deeds: [{ press: '#start' }, ...signInDeeds(demo)],
    goal: '#submit-application',
  });
  assert.ok(view.text.includes(demo.DEMO_USER_EMAIL), 'the service does not know who signed in');
  tell('citizen', `presses Start now, signs in as ${demo.DEMO_USER_EMAIL}, and is back at the service`);
}

async function appliesAndPays(scene: Scene): Promise<string> {
  const { demo, licensing, citizen, tell } = scene;
  const applying = await begin(scene, 'applying', ['gateway', 'payments']);
  const from = `${licensing.url}/apply`;
  const deeds = [{ press: '#submit-application', fill: application }, ...signInDeeds(demo)];
  const card = await citizen.goesOn({ from, deeds, goal: '#submit-card-details' });
  assert.ok(card.text.includes('£33.00'), 'the card page does not ask for £33.00');
  tell('department', 'asks payments for £33.00 and sends the citizen to the card page');

  const paying = await begin(scene, 'paying', ['gateway', 'payments', 'messaging']);
  const walk = { from: `${licensing.url}/return`, deeds: payDeeds(demo), goal: '#application-complete' };
  const end = await citizen.goesOn(walk);
  const [reference = ''] = /FISH-\d{8}/.exec(end.text) ?? [];
  tell('citizen', `pays with card 4444 3333 2222 1111 and reads “${end.heading}”, reference ${reference}`);

  const about = licensing.paymentOf(reference);
  assert.ok(about, `the service knows no payment of “${reference}”`);
  const facts = (...names: string[]): ExpectedEvent[] =>
    names.map((name) => ({ component: 'payments', type: `payments.payment.${name}.v1`, about }));
  applying.events.push(...facts('created', 'started'));
  paying.events.push(...facts('authorised', 'confirmed', 'captured'));
  return about;
}

/** What a person does to sign in; the one who has a session at the provider already is asked for nothing. */
function signInDeeds({ DEMO_USER_EMAIL: email, DEMO_USER_PASSWORD: password }: DemoValues): Deed[] {
  return [{ press: '#submit-password', fill: { email, password } }, { press: '#submit-consent' }];
}

const application = { name: 'Sandy Fisher', phone: '07700 900 982' };

/** What a person does to pay; from the third on only after something went wrong. */
function payDeeds(demo: DemoValues): Deed[] {
  return [
    { press: '#submit-card-details', fill: { ...cardDetails('4444333322221111') } },
    { press: '#confirm' },
    { press: '#return-url' },
    { press: '#go-on-to-pay' },
    { press: '#start' },
    ...signInDeeds(demo),
  ];
}

async function isConfirmed({ licensing, tell, steps }: Scene, paymentId: string): Promise<Confirmation> {
  const confirmation = await heard(licensing, paymentId);
  const events = [confirmation.email, confirmation.sms].flatMap((about): ExpectedEvent[] =>
    ['created', 'delivered'].map((name) => ({
      component: 'messaging',
      type: `messaging.notification.${name}.v1`,
      about,
    })),
  );
  // The department goes on in the trace of the event that it heard, which is that of the citizen's confirmation.
  steps.push({ ...lastStep(steps), what: 'confirming', services: ['messaging'], events });
  tell(
    'department',
    'hears payments.payment.captured.v1 in its change feed, and sends an e-mail and a text with GOV.UK Notify’s own client',
  );
  return confirmation;
}

function lastStep(steps: readonly TracedStep[]): TracedStep {
  const last = steps.at(-1);
  assert.ok(last);
  return last;
}

function heard(licensing: Licensing, paymentId: string): Promise<Confirmation> {
  const what = 'the department to hear of the capture';
  return until(() => licensing.confirmation(paymentId), { timeoutMs: 60_000, what });
}

async function isRead(scene: Scene, confirmation: Confirmation): Promise<void> {
  const { demo, tell } = scene;
  const mailbox = mailboxOf(demo);
  const mail = await mailbox.arrives(confirmation.email);
  assert.equal(mail.arrived_by, 'smtp');
  await begin(scene, 'reading the mailbox', ['gateway', 'messaging']);
  await isInMailbox(scene, mail);
  tell('citizen', `opens the mailbox and reads “${mail.subject}”, which came by SMTP`);
  const text = await mailbox.arrives(confirmation.sms);
  const { text: words } = await isInMailbox(scene, text);
  tell('citizen', `reads the text message too: “${/Dear Sandy.*?\./.exec(words)?.[0]}”`);
}

/** Finds a message in the mailbox's list and opens it. */
async function isInMailbox({ demo, citizen }: Scene, { id }: MailboxEntry): Promise<View> {
  const link = `a[href$="/mailbox/${id}"]`;
  const view = await citizen.goes({ from: demo.MAILBOX_URL, deeds: [{ press: link }], goal: '#text' });
  assert.ok(view.text.includes(application.name) && /FISH-\d{8}/.test(view.text), 'it is another message');
  return view;
}

async function signsOut(scene: Scene): Promise<void> {
  const { licensing, citizen, tell } = scene;
  await begin(scene, 'signing out', ['gateway', 'identity']);
  const from = `${licensing.url}/sign-out`;
  const end = await citizen.goes({ from, deeds: [{ press: '#submit-logout' }], goal: '#signed-out' });
  tell('citizen', `signs out and reads “${end.heading}”`);
}

/** The department's program starts anew and hears everything again; and the money was taken once. */
async function isNotRepeated(
  { demo, licensing, tell }: Scene,
  paymentId: string,
  before: Confirmation,
): Promise<void> {
  await licensing.followAgain();
  assert.deepEqual(
    await heard(licensing, paymentId),
    before,
    'an event that was heard again was answered again',
  );
  tell('department', 'starts its program anew, hears the same event again, and sends nothing twice');
  const taken = (await ledgerOf(demo, paymentId)).filter(({ amount }) => amount > 0);
  assert.deepEqual(
    taken.map(({ kind, amount }) => [kind, amount]),
    [
      ['confirmation', 3300],
      ['capture', 3300],
    ],
  );
}

/** An error that tells what stood behind the pages that the citizen saw. */
function withCauses(error: unknown, causes: readonly unknown[]): unknown {
  if (causes.length === 0 || !types.isNativeError(error)) return error;
  return new AggregateError([error, ...causes], error.message, { cause: error });
}
