import { leastAmount } from './money.ts';

/** A payment link, which GOV.UK Pay calls a product, as an administrator describes it. */
export interface ProductSettings {
  readonly status: 'active' | 'inactive';
  /** The title of its pages, and the description of its payments. */
  readonly name: string;
  readonly description: string | null;
  /** In pence; null where the payer types the amount. */
  readonly price: number | null;
  readonly amountHint: string | null;
  /** Whether the payer types a reference. */
  readonly referenceEnabled: boolean;
  readonly referenceLabel: string | null;
  readonly referenceHint: string | null;
  readonly language: 'en' | 'cy';
  /** Where the payer goes afterwards; null for a page of our own. */
  readonly returnUrl: string | null;
  /** What happens next, for the page of our own. */
  readonly confirmationText: string | null;
  readonly metadata: Readonly<Record<string, string | number | boolean>> | null;
  /** The end of its friendly address. */
  readonly productPath: string | null;
}

/** A payment link as it is stored. */
export interface Product extends ProductSettings {
  readonly id: string;
  readonly gatewayAccountId: string;
  /** The first part of its friendly address: the account's service. */
  readonly servicePath: string;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

/** A link of which nothing is said but its title. */
export const usualSettings: Omit<ProductSettings, 'name'> = {
  status: 'active',
  description: null,
  price: null,
  amountHint: null,
  referenceEnabled: false,
  referenceLabel: null,
  referenceHint: null,
  language: 'en',
  returnUrl: null,
  confirmationText: null,
  metadata: null,
  productPath: null,
};

/** What is wrong with a link as a whole: the setting, and why. */
export interface ProductFault {
  readonly setting: keyof ProductSettings;
  readonly why: string;
}

/** The first thing that does not fit together, or does not fit the account. */
export function productFault(
  settings: ProductSettings,
  account: { readonly provider: string; readonly type: 'test' | 'live' },
): ProductFault | undefined {
  if (settings.referenceEnabled && settings.referenceLabel === null) {
    return { setting: 'referenceLabel', why: 'is required while the payer types a reference' };
  }
  const least = leastAmount(account.provider);
  if (settings.price !== null && settings.price < least) {
    return {
      setting: 'price',
      why: `must be at least ${least}, the least that the account’s provider takes`,
    };
  }
  if (account.type === 'live' && settings.returnUrl !== null && !settings.returnUrl.startsWith('https://')) {
    return { setting: 'returnUrl', why: 'must begin with https:// for a live account' };
  }
  return undefined;
}
