import type { Features } from './entities.ts';

/** What an account may do of which nothing was said. */
export const usualFeatures: Features = {
  payments: true,
  zero_amount: false,
  recurring: false,
  moto: false,
  moto_api: false,
  telephone: false,
};
