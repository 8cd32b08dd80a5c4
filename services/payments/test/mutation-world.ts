import { type Account, anAccount, type Service } from './fixtures.ts';

/** What every request of the list has to do with. */
export interface World {
  readonly service: Service;
  readonly account: Account;
  /** Headers of each request that is sent. */
  readonly headers: Record<string, string>;
}

/** What was answered, as far as all operations have it in common. */
export interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A request that is ready to be sent, again and again. */
export type Send = () => Promise<Sent>;

/** A payer's money for an account that takes everything. */
export async function aWorld(service: Service, headers: Record<string, string> = {}): Promise<World> {
  const features = { recurring: true, moto: true, moto_api: true, telephone: true };
  return { service, account: await anAccount(service, { features }), headers };
}
