import { enProduct } from './en-product.ts';

/** Everything that the pages say, in English. The Welsh file has the same members, checked by the compiler. */
export const en = {
  skip: 'Skip to main content',
  serviceName: 'Card payment',
  headerLabel: 'Payment to',
  error: 'Error',
  sandbox: {
    label: 'About this test payment',
    tag: 'Test',
    text: 'This payment is a test: no money moves. Do not enter a real card. Use card number 4444\u00a03333\u00a02222\u00a01111, any expiry date that is not past and any 3-digit security code.',
  },
  footer: 'The service that you are paying never sees your full card number.',
  summary: {
    title: 'Payment summary',
    description: 'Payment for',
    breakdown: 'Amount',
    surcharge: 'Corporate card fee',
    amount: 'Total amount',
  },
  cancel: 'Cancel payment',
  card: {
    title: 'Enter card details',
    errorSummary: 'There is a problem',
    cardNo: 'Card number',
    surcharges: {
      corporate_credit_card_surcharge_amount: (fee: string) =>
        `There is a fee of ${fee} for using a corporate credit card`,
      corporate_debit_card_surcharge_amount: (fee: string) =>
        `There is a fee of ${fee} for using a corporate debit card`,
      corporate_prepaid_debit_card_surcharge_amount: (fee: string) =>
        `There is a fee of ${fee} for using a corporate prepaid debit card`,
    },
    expiry: 'Expiry date',
    expiryHint: (example: string) => `For example, ${example}`,
    month: 'Month',
    year: 'Year',
    cardholderName: 'Name on card',
    cvc: 'Card security code',
    cvcHint: 'The last 3 digits on the back of the card. American Express: the 4 digits on the front.',
    address: 'Billing address',
    addressHint: 'The address that the card is registered to',
    country: 'Country or territory',
    line1: 'Address line 1',
    line2: 'Address line 2 (optional)',
    city: 'Town or city',
    postcode: 'Postcode',
    contact: 'Contact details',
    email: 'Email address',
    emailHint: 'The service that you are paying may use it to contact you about this payment',
    submit: 'Continue',
  },
  errors: {
    cardNoMissing: 'Enter your card number',
    cardNoInvalid: 'Enter a card number in the correct format, like 4444\u00a03333\u00a02222\u00a01111',
    cardNoBrand: '%s is not supported',
    cardNoDebit: '%s debit cards are not supported',
    cardNoCredit: '%s credit cards are not supported',
    expiryMissing: 'Enter the expiry date of your card',
    expiryMonthMissing: 'Expiry date must include a month',
    expiryYearMissing: 'Expiry date must include a year',
    expiryMonthInvalid: 'Expiry month must be a number from 1 to 12',
    expiryYearInvalid: 'Expiry year must be as on the card, like 28 or 2028',
    expiryPast: 'Expiry date must not be in the past',
    cardholderNameMissing: 'Enter the name on your card',
    cardholderNameTooLong: 'Name on card must be 255 characters or less',
    cardholderNameDigits: 'Enter the name as it is shown on the card, not a number',
    cvcMissing: 'Enter your card security code',
    cvcInvalid: 'Card security code must be 3 digits, or 4 for American Express',
    addressLine1Missing: 'Enter address line 1 of your billing address',
    addressLine1TooLong: 'Address line 1 must be 255 characters or less',
    addressLine1Digits: 'Address line 1 must not contain a card number',
    addressLine2TooLong: 'Address line 2 must be 255 characters or less',
    addressLine2Digits: 'Address line 2 must not contain a card number',
    addressCityMissing: 'Enter the town or city of your billing address',
    addressCityTooLong: 'Town or city must be 255 characters or less',
    addressCityDigits: 'Town or city must not contain a card number',
    addressCountryMissing: 'Select the country or territory of your billing address',
    addressPostcodeMissing: 'Enter the postcode of your billing address',
    addressPostcodeInvalid: 'Enter a full UK postcode, like AA3 1AB',
    addressPostcodeTooLong: 'Postcode must be 25 characters or less',
    addressPostcodeDigits: 'Postcode must not contain a card number',
    emailMissing: 'Enter your email address',
    emailInvalid: 'Enter an email address in the correct format, like name@example.com',
    emailTooLong: 'Email address must be 254 characters or less',
    emailDigits: 'Email address must not contain a card number',
  },
  challenge: {
    title: 'Your bank wants to check that it is you',
    text: 'Answer the question of your bank or card company. After that you can check the payment before you confirm it.',
    frame: 'Question of your bank or card company',
    alone: 'If you see no question, open it in the whole window',
  },
  issuer: {
    title: 'Test bank',
    text: 'This page stands for the bank of a test card. Choose how its card holder answers.',
    question: (payee: string) => `Payment to ${payee}:`,
    pass: 'Approve the payment',
    fail: 'Fail the check',
    cancel: 'Cancel the check',
  },
  wayOn: {
    title: 'Go on with your payment',
    text: 'You are back from your bank or card company.',
    submit: 'Continue',
  },
  confirm: {
    title: 'Confirm your payment',
    lead: 'Check the details. No money is taken until you confirm.',
    details: 'Card details',
    card: 'Card',
    ending: (brand: string | undefined, digits: string) => `${brand ?? 'Card'} ending in ${digits}`,
    expiry: 'Expiry date',
    name: 'Name on card',
    address: 'Billing address',
    email: 'Email address',
    submit: 'Confirm payment',
  },
  waiting: {
    title: 'Your card is being checked',
    text: 'This can take up to a minute. This page moves on by itself as soon as there is an answer.',
    stay: 'Do not close this page and do not pay again.',
    again: 'Check now',
  },
  results: {
    success: {
      title: 'Your payment was successful',
      paragraphs: ['You have confirmed this payment. You do not need to pay again.'],
      link: 'Continue to the service',
    },
    declined: {
      title: 'Your payment has been declined',
      paragraphs: [
        'No money has been taken from your account.',
        'Your bank or card company did not accept the payment. Contact them if you do not know why, or go back and try another card.',
      ],
      link: 'Go back to try the payment again',
    },
    error: {
      title: 'We could not take your payment',
      paragraphs: [
        'Something went wrong between us and the card company. No money has been taken from your account.',
      ],
      link: 'Go back to try the payment again',
    },
    expired: {
      title: 'Your payment session has expired',
      paragraphs: [
        'For your security, a payment has to be completed within a limited time. No money has been taken from your account.',
      ],
      link: 'Go back to try the payment again',
    },
    cancelled: {
      title: 'Your payment has been cancelled',
      paragraphs: ['You cancelled this payment. No money has been taken from your account.'],
      link: 'Go back to the service',
    },
    withdrawn: {
      title: 'The service has cancelled your payment',
      paragraphs: [
        'The service that you were paying cancelled this payment. No money has been taken from your account.',
      ],
      link: 'Go back to the service',
    },
  },
  product: enProduct,
  messages: {
    unknownProduct: {
      title: 'There is no such payment link',
      paragraphs: [
        'If you typed the address, check that it is correct. If you pasted it, check that you copied all of it.',
        'Otherwise ask the service that gave you the link for the right address.',
      ],
    },
    closedProduct: {
      title: 'This payment link is closed',
      paragraphs: [
        'You cannot pay here any more. If you have already confirmed a payment, it stays as it is.',
        'Ask the service that gave you the link how to pay.',
      ],
    },
    usedLink: {
      title: 'This payment link has already been used',
      paragraphs: [
        'For your security, each payment link works only once.',
        'If the payment is open in another tab or window, carry on there. Otherwise go back to the service that you want to pay and start the payment again.',
      ],
    },
    unknownLink: {
      title: 'This payment link is not valid',
      paragraphs: [
        'If you typed the address, check that it is correct. If you pasted it, check that you copied all of it.',
        'Otherwise go back to the service that you want to pay and start the payment again.',
      ],
    },
    noSession: {
      title: 'Your payment session is missing',
      paragraphs: [
        'You can only see this payment in the browser in which you opened its link, within 24 hours and with cookies switched on.',
        'Go back to the service that you want to pay and start the payment again. You have not been charged unless you confirmed the payment.',
      ],
    },
    badForm: {
      title: 'We could not use that form',
      paragraphs: [
        'Nothing has been changed or charged. This can happen when the payment was opened again in another tab.',
      ],
      link: 'Carry on with your payment',
    },
    notFound: {
      title: 'Page not found',
      paragraphs: [
        'If you typed the address, check that it is correct. If you pasted it, check that you copied all of it.',
      ],
    },
    badRequest: {
      title: 'Sorry, we could not use that request',
      paragraphs: ['Go back to the service that you want to pay and start the payment again.'],
    },
    problem: {
      title: 'Sorry, there is a problem with this page',
      paragraphs: [
        'Try again in a few minutes.',
        'If you had already confirmed your payment, go back to the service before you pay again: it can tell whether the payment was made.',
      ],
    },
    unavailable: {
      title: 'Sorry, this page is unavailable at the moment',
      paragraphs: [
        'Wait a few seconds, then reload this page. Your payment is not lost.',
        'If you had already confirmed your payment, go back to the service before you pay again: it can tell whether the payment was made.',
      ],
    },
  },
};

/** The members that each language has to say. */
export type Strings = typeof en;
