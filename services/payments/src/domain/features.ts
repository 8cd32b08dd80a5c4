import type { Features } from './entities.ts';

/** What an account may do of which nothing was said. */
export const usualFeatures: Features = {
  recurring: false,
  moto: false,
  moto_api: false,
};
