/** What the pages say of upstream identity providers and phone numbers, in English. */
export const upstreamsEn = {
  upstreams: {
    title: 'Other ways to sign in',
    signIn: (name: string) => `Sign in with ${name}`,
    arrived: (name: string) =>
      `You have signed in with ${name}. Sign in here once, and from then on you can use ${name} to sign in to this account.`,
    forget: (name: string) => `Sign in without ${name}`,
    newcomer: {
      title: 'Do you have an account?',
      intro: (name: string) => `You have signed in with ${name}, which is not linked to an account here yet.`,
      known: (email: string) =>
        `There is an account with the email address ${email}. If it is yours, sign in to it once to link the two.`,
      closed:
        'Only people who have an account here can use it. Sign in to your account once to link the two.',
      create: 'Create an account',
      prove: 'Create an account with an email address',
      createdWith: (email: string) => `A new account will have the email address ${email}.`,
      existing: 'Sign in to my account',
    },
    list: 'Linked accounts of other organisations',
    empty: 'Your account is linked to none.',
    link: (name: string) => `Link ${name}`,
    remove: 'Remove',
    troubles: {
      lost: 'This sign-in was used before or took too long. Try again',
      declined: 'You were not signed in there. Try again, or sign in another way',
      away: 'This way to sign in is not available at the moment. Try again in a minute, or sign in another way',
      refused: 'We could not be sure who you are from what they told us. Try again, or sign in another way',
      linked: 'Your account is linked to another account there. Remove that link first',
      taken: 'It is linked to another account here. Sign in to that account and remove the link first',
      last: 'This is the only way to sign in to your account. Choose a password or add another way first',
    },
    passwordNone: 'None',
  },
  phone: {
    title: 'Your phone number',
    label: 'Phone number',
    noNumber: 'None',
    add: 'Add',
    remove: 'Remove the phone number',
    intro:
      'We will send a code by text message, to make sure that the number is yours. Services that ask for it, and that you agree to, are told the number.',
    hint: 'For example 07700 900123 or +33 6 12 34 56 78',
    submit: 'Send the code',
    wrong:
      'Enter a phone number, like 07700 900123. Begin with + and the country’s code if it is not in the United Kingdom',
    codeTitle: 'Check your phone',
    wrongCode: 'The code is not correct. Check the newest text message that we sent you',
  },
};
