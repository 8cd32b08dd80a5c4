import { accountEn } from './account-en.ts';
import { factorsEn } from './factors-en.ts';
import { upstreamsEn } from './upstreams-en.ts';

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
    create: 'Create an account',
    forgotten: 'I have forgotten my password',
    wrong: 'Enter the email address and password of your account',
    tooMany: 'You have tried to sign in too many times. Wait 15 minutes, then try again',
  },
  address: {
    create: {
      title: 'Create an account',
      intro: 'We will send a code to your email address, to make sure that it is yours.',
    },
    forgotten: {
      title: 'Get a new password',
      intro:
        'We will send a code to the email address of your account. With it you can choose a new password.',
    },
    email: 'Email address',
    hint: 'For example name@example.com',
    submit: 'Send the code',
    back: 'I have an account and know my password',
    wrong: 'Enter an email address in the correct format, like name@example.com',
    tooMany: 'Too many codes were asked for, or entered wrongly. Wait 15 minutes, then try again',
  },
  code: {
    title: 'Check your email',
    sent: 'We have sent a code of 6 digits to',
    wait: 'It can take a few minutes to arrive. It works for 10 minutes.',
    code: 'Code',
    submit: 'Continue',
    again: 'Send another code',
    wrong: 'The code is not correct. Check the newest email that we sent you',
    locked: 'You entered a wrong code too many times. Wait 15 minutes, then ask for a new code',
    over: 'The code has run out. Ask for a new one',
  },
  newPassword: {
    title: 'Choose a password',
    intro:
      'Your email address is confirmed. If you had an account already, this will be its password from now on, and you will be signed out everywhere else.',
    password: 'Password',
    hint: (least: number) =>
      `At least ${least} characters. Three words that do not belong together are good, and easy to remember.`,
    submit: 'Continue',
    problems: {
      tooShort: (least: number) => `Your password must have at least ${least} characters`,
      tooLong: (most: number) => `Your password must have ${most} characters or fewer`,
      tooCommon: 'This password is one of those that are tried first. Choose another one',
      likeEmail: 'Your password must not be your email address',
    },
  },
  account: accountEn,
  ...factorsEn,
  ...upstreamsEn,
  consent: {
    title: (client: string) => `Share your details with ${client}`,
    intro: 'If you continue, this service will be told:',
    asks: {
      openid: 'that you have an account, under a number that stands for you',
      email: 'your email address',
      phone: 'your phone number',
      profile: 'your name and details, as far as your account has them',
      address: 'your address, as far as your account has it',
      mandates: 'for whom you may act, as far as its department has it recorded',
      staff: 'your roles in its department, if you work there',
      acting_for: 'that you are acting for somebody else, and what you may do for them',
      offline_access: 'these things also later, when you are not using it',
    },
    submit: 'Continue',
  },
  identity: {
    title: 'Prove a made-up identity',
    hint: (level: string) =>
      `This is a sandbox, and nobody’s identity is proven. The service asks for ${level}. Choose what is to come of it.`,
    submit: 'Continue',
    missing: 'Choose what is to come of it',
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
    closed: {
      title: 'This account is closed',
      paragraphs: [
        'It cannot be used to sign in. Ask the people who run the service that you wanted to use.',
      ],
    },
    notSignedIn: {
      title: 'You are not signed in',
      paragraphs: ['Open your account again to sign in.'],
    },
    erased: {
      title: 'Your account is deleted',
      paragraphs: ['Nothing is kept of you here. You can close this page.'],
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
