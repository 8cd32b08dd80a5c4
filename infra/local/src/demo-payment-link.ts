import { callAdmin, type DemoAccount } from './demo-admin.ts';
import { StartError } from './start-error.ts';

/** Makes sure that a demo department has a payment link that is open, and answers its id. What somebody changed of it stays. */
export async function seedPaymentLink({ url, token }: DemoAccount): Promise<string> {
  const links = `${url}/payment-links`;
  const { payment_links: made = [] } = await callAdmin(token, `${links}?limit=200`);
  const { id } =
    made.find((link) => link.product_name_path === path) ??
    (await callAdmin(token, links, { ...demoLink, product_name_path: path }));
  if (id === undefined) throw new StartError('payments gave no payment link for the demo.');
  return id;
}

const path = 'rod-licence';

const demoLink = {
  name: 'Pay for a rod licence',
  description: 'You need a licence to fish with a rod.',
  amount_hint: 'It is on your letter, for example 50.50',
};
