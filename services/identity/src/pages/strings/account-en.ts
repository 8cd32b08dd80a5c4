/** What the pages of the account area say, in English. */
export const accountEn = {
  title: 'Your account',
  back: 'Back to your account',
  signOut: 'Sign out',
  change: 'Change',
  unknownAgent: 'A browser that we do not know',
  security: {
    title: 'How you sign in',
    email: 'Email address',
    password: 'Password',
    passwordHidden: 'Hidden',
  },
  sessions: {
    title: 'Where you are signed in',
    here: 'This browser',
    since: (time: string) => `since ${time}`,
    end: 'Sign out there',
  },
  history: {
    title: 'What happened lately',
    kinds: {
      signed_in: 'Signed in',
      password_changed: 'Password changed',
      email_changed: 'Email address changed',
      session_ended: 'Signed out another browser',
      passkey_added: 'Passkey added',
      passkey_removed: 'Passkey removed',
      authenticator_added: 'Authenticator app set up',
      authenticator_removed: 'Authenticator app removed',
      recovery_codes_renewed: 'New recovery codes',
      locked: 'Account locked by those who run it',
      unlocked: 'Account unlocked',
      signed_out: 'Signed out by those who run the account',
      factors_reset: 'Passkeys and second factors removed by those who run the account',
    } as Readonly<Record<string, string>>,
    signedInTo: (client: string) => `Signed in to ${client}`,
  },
  erase: {
    link: 'Delete your account',
    title: 'Delete your account',
    intro: 'Everything that we keep of you is deleted at once. It cannot be brought back.',
    consequences: [
      'you are signed out everywhere',
      'services that know you by this account will not know you again, also when you create another account with this email address',
      'what services keep of you stays with them',
    ],
    confirm: 'I want to delete my account',
    problem: 'Confirm that you want to delete your account',
    submit: 'Delete the account',
  },
  password: {
    title: 'Change your password',
    intro: 'You will be signed out everywhere else.',
    password: 'New password',
    submit: 'Change the password',
  },
  email: {
    title: 'Change your email address',
    intro:
      'We will send a code to the new address, to make sure that it is yours. We will tell the old address of the change.',
    taken: 'There is another account with this email address',
  },
};
