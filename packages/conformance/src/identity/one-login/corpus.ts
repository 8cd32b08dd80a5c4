import { authorizeRows } from './authorize-rows.ts';
import { objectRows } from './object-rows.ts';
import { documentRows, logoutRows, userinfoRows } from './other-rows.ts';
import type { Row } from './row.ts';
import { tokenRows } from './token-rows.ts';

/** What GOV.UK One Login’s contract says about single requests, as data: any issuer of the profile can be asked all of it. */
export const corpus: readonly Row[] = [
  ...authorizeRows,
  ...objectRows,
  ...tokenRows,
  ...userinfoRows,
  ...logoutRows,
  ...documentRows,
];
