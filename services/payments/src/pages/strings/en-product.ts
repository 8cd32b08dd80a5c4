/** What the pages of payment links say, in English. */
export const enProduct = {
  continue: 'Continue',
  back: 'Back',
  enterReference: (label: string) => `Enter your ${label}`,
  enterAmount: 'Enter the amount to pay',
  check: 'Check the details of your payment',
  paymentFor: 'Payment for',
  reference: 'Reference',
  amount: 'Total to pay',
  change: 'Change',
  changeReference: 'the reference',
  changeAmount: 'the amount',
  toPayment: 'Continue to payment',
  paid: {
    reference: 'Your payment reference',
    next: 'What happens next',
    again: 'Go back and start again',
  },
  referenceErrors: {
    missing: (label: string) => `Enter your ${label}`,
    too_long: (label: string) => `Your ${label} must be 255 characters or less`,
    characters: (label: string) => `Your ${label} must not include <, > or |`,
    card_number: (label: string) => `Enter your ${label}, not a card number`,
  },
  amountErrors: {
    missing: (_least: string) => 'Enter the amount to pay',
    format: (_least: string) => 'Enter the amount in pounds and pence, like 10 or 10.50',
    too_much: (_least: string) => 'The amount must be £100,000 or less',
    too_little: (least: string) => `The amount must be ${least} or more`,
  },
};
