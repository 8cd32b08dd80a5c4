/** Everything that the pages say, in English. The Welsh file has the same members, checked by the compiler. */
export const en = {
  skip: 'Skip to main content',
  serviceName: 'Sign in',
  error: 'Error',
  errorSummary: 'There is a problem',
  footer: 'One account for government services.',
  cancel: 'Go back without signing in',
  password: {
    title: 'Sign in',
    leads: (client: string) => `You are signing in to ${client}.`,
    email: 'Email address',
    password: 'Password',
    submit: 'Sign in',
    wrong: 'Enter the email address and password of your account',
    tooMany: 'You have tried to sign in too many times. Wait 15 minutes, then try again',
  },
  consent: {
    title: (client: string) => `Share your details with ${client}`,
    intro: 'If you continue, this service will be told:',
    asks: {
      openid: 'that you have an account, under a number that stands for you',
      email: 'your email address',
      phone: 'your phone number',
      profile: 'your name and details, as far as your account has them',
      address: 'your address, as far as your account has it',
      offline_access: 'these things also later, when you are not using it',
    },
    submit: 'Continue',
  },
  logout: { title: 'Do you want to sign out?', submit: 'Sign out', stay: 'Stay signed in' },
  messages: {
    loggedOut: { title: 'You have signed out', paragraphs: ['You can close this page.'] },
    lost: {
      title: 'This sign-in is over',
      paragraphs: [
        'It took too long, or it was begun in another browser.',
        'Go back to the service and sign in again.',
      ],
    },
    badForm: {
      title: 'The page could not be used',
      paragraphs: ['Go back to the service and sign in again.'],
    },
    badRequest: {
      title: 'The service sent you here with a mistake',
      paragraphs: [
        'Nothing has happened. Go back to the service and try again, or tell the people who run it.',
      ],
    },
    notFound: {
      title: 'Page not found',
      paragraphs: ['If you typed the web address, check that it is correct.'],
    },
    unavailable: {
      title: 'Sign-in is not available at the moment',
      paragraphs: ['Wait a minute, then try again.'],
    },
    problem: { title: 'There is a problem with sign-in', paragraphs: ['Try again later.'] },
  },
};

/** The strings of one language. */
export type Strings = typeof en;
