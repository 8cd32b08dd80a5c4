import { type Page, type Visitor, visitor } from '@ashlar/conformance';
import { freePort } from '@ashlar/testkit';
import {
  type Administered,
  adminToken,
  anAccount,
  type Service,
  type ServiceOptions,
  startService,
} from './fixtures.ts';

/** A service that listens, and its root. */
export interface ListeningService extends Service {
  readonly url: string;
}

/** Starts the service on a port, with limits that no test meets by accident. */
export async function startListening(options: ServiceOptions = {}): Promise<ListeningService> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const limits = { PAYMENT_LINK_PER_MINUTE: '100000', PAYMENT_LINK_ADDRESS_PER_MINUTE: '100000' };
  const service = await startService({ ...options, env: { PUBLIC_URL: url, ...limits, ...options.env } });
  await service.app.listen({ host: '127.0.0.1', port });
  return { ...service, url };
}

/** A payment link, and the account that it pays. */
export interface Link {
  readonly id: string;
  readonly url: string;
  readonly path: string;
  readonly account: { readonly id: string; readonly key: string };
}

/** Creates a link, of a new account unless one is given. */
export async function aProduct(
  service: Administered,
  settings: Record<string, unknown> = {},
  given?: Link['account'],
): Promise<Link> {
  const account = given ?? (await anAccount(service, { name: 'Fishing licences' }));
  const links = `/ashlar/v1/gateway-accounts/${account.id}/payment-links`;
  const key = await adminToken(service);
  const { json } = await service.call('POST', links, {
    key,
    body: { name: 'Pay for a licence', ...settings },
  });
  return { id: String(json.id), url: String(json.url), path: `${links}/${json.id}`, account };
}

/** Changes a link as its administrator. */
export async function change(service: Administered, { path }: Link, settings: Record<string, unknown>) {
  const { status } = await service.call('PATCH', path, { key: await adminToken(service), body: settings });
  if (status !== 200) throw new Error(`the change was answered ${status}`);
}

/** A payer who has come to some page of a link. */
export interface LinkPayer {
  readonly payer: Visitor;
  readonly page: Page;
}

/** A new payer on the link's first page. */
export async function openLink({ url }: Pick<Link, 'url'>): Promise<LinkPayer> {
  const payer = visitor(new URL(url).origin);
  return { payer, page: await payer.open(url) };
}

/** Presses the button of the first page. */
export async function begin(link: Pick<Link, 'url'>): Promise<LinkPayer> {
  const { payer, page } = await openLink(link);
  const href = page.document.querySelector('.govuk-button')?.getAttribute('href') ?? '';
  return { payer, page: await payer.open(new URL(href, page.url).href) };
}

/** Answers the questions of a link, each where it is asked, up to the page that is to be confirmed. */
export async function toConfirm(
  link: Pick<Link, 'url'>,
  answers: { reference?: string; amount?: string } = {},
): Promise<LinkPayer> {
  const { payer, page: first } = await begin(link);
  let page = first;
  for (const [step, field] of [
    ['reference', 'payment-reference'],
    ['amount', 'payment-amount'],
  ] as const) {
    if (!page.url.endsWith(`/${step}`)) continue;
    page = await payer.submit(page, '.govuk-button', {
      [field]: answers[step] ?? { reference: 'LICENCE 1', amount: '50.50' }[step],
    });
  }
  return { payer, page };
}

/** The text of the first element of a selector. */
export function textOf(page: Page, selector: string): string {
  return page.document.querySelector(selector)?.text.trim() ?? '';
}

/** The id in the address of a payment's page. */
export function paymentIdOf({ url }: Pick<Page, 'url'>): string {
  return /\/(?:card_details|payment-complete)\/([0-9a-v]{26})/.exec(url)?.[1] ?? '';
}
