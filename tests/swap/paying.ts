import { visitor } from '@ashlar/conformance';
import { until } from '@ashlar/testkit';

/** What a payer types. */
export const CARD = {
  ...{
    cardNo: '4444333322221111',
    expiryMonth: '11',
    expiryYear: '49',
    cardholderName: 'J Bloggs',
    cvc: '123',
  },
  ...{
    addressLine1: '1 High Street',
    addressCity: 'Leeds',
    addressCountry: 'GB',
    addressPostcode: 'LS1 1AA',
    email: 'payer@service.example',
  },
};

/** A payment, as far as tests of a hand-over read it. */
export interface Shown {
  readonly payment_id: string;
  readonly next_url: string | undefined;
  readonly state: { status: string; finished: boolean };
}

/** Creates a payment. Throws with the status of a refusal. */
export async function create(url: string, key: string): Promise<Shown> {
  const body = JSON.stringify({
    amount: 1450,
    reference: 'R',
    description: 'D',
    return_url: 'https://service.example/',
  });
  return shown(await fetch(`${url}/v1/payments`, { method: 'POST', headers: headersOf(key), body }));
}

/** Reads a payment. */
export async function read(url: string, key: string, id: string): Promise<Shown> {
  return shown(await fetch(`${url}/v1/payments/${id}`, { headers: headersOf(key) }));
}

async function shown(response: Response): Promise<Shown> {
  const text = await response.text();
  if (!response.ok) throw new Error(`Answered ${response.status}: ${text}`);
  const { payment_id, state, _links } = JSON.parse(text);
  return { payment_id, state, next_url: _links.next_url?.href };
}

/** A department's changes after a position. */
export async function changes(
  url: string,
  key: string,
  after: number,
): Promise<{ position: number; events: { subject: string }[] }> {
  const response = await fetch(`${url}/ashlar/v1/changes?after=${after}&limit=500`, {
    headers: headersOf(key),
  });
  return (await response.json()) as { position: number; events: { subject: string }[] };
}

/** Has a payer pay, and waits for the money. Answers the payment's id. */
export async function pay(url: string, key: string): Promise<string> {
  const { payment_id: id, next_url: link } = await create(url, key);
  const payer = visitor(url);
  await payer.submit(
    await payer.submit(await payer.open(String(link)), '#submit-card-details', CARD),
    '#confirm',
  );
  await until(async () =>
    JSON.stringify((await changes(url, key, 0)).events).includes(`captured.v1","subject":"${id}"`),
  );
  return id;
}

function headersOf(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}
