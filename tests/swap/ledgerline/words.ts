/** What the pages say, in English and in Welsh. */
export interface Words {
  readonly card: string;
  readonly problem: string;
  readonly error: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly next: string;
  readonly cancel: string;
  readonly confirm: string;
  readonly confirmLead: string;
  readonly confirmButton: string;
  readonly summary: string;
  readonly paymentFor: string;
  readonly amount: string;
  readonly fee: string;
  readonly total: string;
  readonly test: string;
  readonly back: string;
  readonly waiting: string;
  readonly faults: Readonly<Record<string, string>>;
  readonly ends: Readonly<Record<string, string>>;
}

const en: Words = {
  card: 'Enter card details',
  problem: 'There is a problem',
  error: 'Error',
  fields: {
    ...{
      cardNo: 'Card number',
      expiry: 'Expiry date',
      expiryMonth: 'Month',
      expiryYear: 'Year',
      cardholderName: 'Name on card',
    },
    ...{
      cvc: 'Card security code',
      addressLine1: 'Address line 1',
      addressLine2: 'Address line 2 (optional)',
    },
    ...{
      addressCity: 'Town or city',
      addressCountry: 'Country or territory',
      addressPostcode: 'Postcode',
      email: 'Email address',
    },
  },
  next: 'Continue',
  cancel: 'Cancel payment',
  confirm: 'Confirm your payment',
  confirmLead: 'Check the details. No money is taken until you confirm.',
  confirmButton: 'Confirm payment',
  summary: 'Payment summary',
  paymentFor: 'Payment for',
  amount: 'Amount',
  fee: 'Corporate card fee',
  total: 'Total amount',
  test: 'This payment is a test: no money moves. Do not enter a real card.',
  back: 'Go back to the service',
  waiting: 'Your payment is being checked',
  faults: {
    cardNo: 'Enter a card number in the correct format, like 4444 3333 2222 1111',
    notTaken: '%s is not supported',
    notTakenDebit: '%s debit cards are not supported',
    notTakenCredit: '%s credit cards are not supported',
    expiryMonth: 'Enter the expiry date of your card, in the future',
    cardholderName: 'Enter the name on your card',
    cvc: 'Enter the security code of your card',
    addressLine1: 'Enter address line 1 of your billing address',
    addressLine2: 'Address line 2 must be 255 characters or less, and no card number',
    addressCity: 'Enter the town or city of your billing address',
    addressCountry: 'Select the country or territory of your billing address',
    addressPostcode: 'Enter the postcode of your billing address',
    email: 'Enter an email address in the correct format, like name@example.com',
  },
  ends: {
    success: 'Your payment was successful',
    P0010: 'Your payment has been declined',
    P0020: 'Your payment session has expired',
    P0030: 'Your payment has been cancelled',
    P0040: 'The service has cancelled this payment',
    P0050: 'We are experiencing technical problems',
    noSession: 'This link cannot be used here. Start again from the service that you are paying.',
    notFound: 'Page not found',
    badForm: 'The form could not be accepted. Go back and try again.',
    usedLink: 'This link was used already. Start again from the service that you are paying.',
  },
};

const cy: Words = {
  card: 'Rhowch fanylion y cerdyn',
  problem: 'Mae problem',
  error: 'Gwall',
  fields: {
    ...{
      cardNo: 'Rhif y cerdyn',
      expiry: 'Dyddiad dod i ben',
      expiryMonth: 'Mis',
      expiryYear: 'Blwyddyn',
      cardholderName: 'Enw ar y cerdyn',
    },
    ...{
      cvc: 'Cod diogelwch y cerdyn',
      addressLine1: 'Llinell cyfeiriad 1',
      addressLine2: 'Llinell cyfeiriad 2 (dewisol)',
    },
    ...{
      addressCity: 'Tref neu ddinas',
      addressCountry: 'Gwlad neu diriogaeth',
      addressPostcode: 'Cod post',
      email: 'Cyfeiriad e-bost',
    },
  },
  next: 'Parhau',
  cancel: 'Canslo’r taliad',
  confirm: 'Cadarnhewch eich taliad',
  confirmLead: 'Gwiriwch y manylion. Ni chymerir arian nes i chi gadarnhau.',
  confirmButton: 'Cadarnhau’r taliad',
  summary: 'Crynodeb o’r taliad',
  paymentFor: 'Taliad am',
  amount: 'Swm',
  fee: 'Ffi cerdyn corfforaethol',
  total: 'Cyfanswm',
  test: 'Prawf yw’r taliad hwn: nid oes arian yn symud. Peidiwch â rhoi cerdyn go iawn.',
  back: 'Yn ôl i’r gwasanaeth',
  waiting: 'Mae eich taliad yn cael ei wirio',
  faults: {
    cardNo: 'Rhowch rif cerdyn yn y fformat cywir, fel 4444 3333 2222 1111',
    notTaken: 'Nid yw %s yn cael ei dderbyn',
    notTakenDebit: 'Nid yw cardiau debyd %s yn cael eu derbyn',
    notTakenCredit: 'Nid yw cardiau credyd %s yn cael eu derbyn',
    expiryMonth: 'Rhowch ddyddiad dod i ben eich cerdyn, yn y dyfodol',
    cardholderName: 'Rhowch yr enw ar eich cerdyn',
    cvc: 'Rhowch god diogelwch eich cerdyn',
    addressLine1: 'Rhowch linell 1 eich cyfeiriad bilio',
    addressLine2: 'Rhaid i linell 2 fod yn 255 nod neu lai',
    addressCity: 'Rhowch dref neu ddinas eich cyfeiriad bilio',
    addressCountry: 'Dewiswch wlad neu diriogaeth eich cyfeiriad bilio',
    addressPostcode: 'Rhowch god post eich cyfeiriad bilio',
    email: 'Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@example.com',
  },
  ends: {
    success: 'Roedd eich taliad yn llwyddiannus',
    P0010: 'Mae eich taliad wedi’i wrthod',
    P0020: 'Mae eich sesiwn dalu wedi dod i ben',
    P0030: 'Mae eich taliad wedi’i ganslo',
    P0040: 'Mae’r gwasanaeth wedi canslo’r taliad hwn',
    P0050: 'Mae gennym broblemau technegol',
    noSession: 'Ni ellir defnyddio’r ddolen hon yma. Dechreuwch eto o’r gwasanaeth yr ydych yn ei dalu.',
    notFound: 'Heb ddod o hyd i’r dudalen',
    badForm: 'Ni ellid derbyn y ffurflen. Ewch yn ôl a cheisio eto.',
    usedLink: 'Defnyddiwyd y ddolen hon eisoes. Dechreuwch eto o’r gwasanaeth yr ydych yn ei dalu.',
  },
};

/** The words of a language. */
export function wordsOf(language: string): Words {
  return language === 'cy' ? cy : en;
}
