/** The event of a new account. It says nothing of the person. */
export const accountCreated = 'identity.account.created.v1';

/** The event of a new client. */
export const clientCreated = 'identity.client.created.v1';
