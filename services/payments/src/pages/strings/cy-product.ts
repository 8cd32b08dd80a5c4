import type { Strings } from './en.ts';

/** What the pages of payment links say, in Welsh. */
export const cyProduct: Strings['product'] = {
  continue: 'Parhau',
  back: 'Yn ôl',
  enterReference: (label) => `Rhowch eich ${label}`,
  enterAmount: 'Rhowch y swm i’w dalu',
  check: 'Gwiriwch fanylion eich taliad',
  paymentFor: 'Taliad am',
  reference: 'Cyfeirnod',
  amount: 'Cyfanswm i’w dalu',
  change: 'Newid',
  changeReference: 'y cyfeirnod',
  changeAmount: 'y swm',
  toPayment: 'Parhau i dalu',
  paid: {
    reference: 'Cyfeirnod eich taliad',
    next: 'Beth sy’n digwydd nesaf',
    again: 'Mynd yn ôl a dechrau eto',
  },
  referenceErrors: {
    missing: (label) => `Rhowch eich ${label}`,
    too_long: (label) => `Rhaid i’ch ${label} fod yn 255 nod neu lai`,
    characters: (label) => `Rhaid i’ch ${label} beidio â chynnwys <, > na |`,
    card_number: (label) => `Rhowch eich ${label}, nid rhif cerdyn`,
  },
  amountErrors: {
    missing: () => 'Rhowch y swm i’w dalu',
    format: () => 'Rhowch y swm mewn punnoedd a cheiniogau, fel 10 neu 10.50',
    too_much: () => 'Rhaid i’r swm fod yn £100,000 neu lai',
    too_little: (least) => `Rhaid i’r swm fod yn ${least} neu fwy`,
  },
};
