/** The event of a new account. It says nothing of the person. */
export const accountCreated = 'identity.account.created.v1';

/** The event of an account that signs in nowhere any more. */
export const accountDisabled = 'identity.account.disabled.v1';

/** The event of a disabled account that is as it was. */
export const accountEnabled = 'identity.account.enabled.v1';

/** The event of an account that has another password. */
export const accountPasswordChanged = 'identity.account.password_changed.v1';

/** The event of an account that has another email address. */
export const accountEmailChanged = 'identity.account.email_changed.v1';

/** The event of an account's new passkey. */
export const passkeyAdded = 'identity.account.passkey_added.v1';

/** The event of a passkey that an account has no more. */
export const passkeyRemoved = 'identity.account.passkey_removed.v1';

/** The event of an account's new second factor. */
export const secondFactorAdded = 'identity.account.second_factor_added.v1';

/** The event of a second factor that an account has no more. */
export const secondFactorRemoved = 'identity.account.second_factor_removed.v1';

/** The event of an account that an upstream identity provider signs in to. */
export const upstreamLinked = 'identity.account.upstream_linked.v1';

/** The event of an account that an upstream identity provider signs in to no more. */
export const upstreamUnlinked = 'identity.account.upstream_unlinked.v1';
/** The event of an account whose factors an operator removed. */
export const accountFactorsReset = 'identity.account.factors_reset.v1';

/** The event of an account that has a phone number, or another one. */
export const accountPhoneChanged = 'identity.account.phone_changed.v1';

/** The event of an account that has no phone number any more. */
export const accountPhoneRemoved = 'identity.account.phone_removed.v1';

/** The event of an account that is no more. */
export const accountErased = 'identity.account.erased.v1';

/** The event of a person who signed in. */
export const sessionStarted = 'identity.session.started.v1';

/** The event of a session, or of all of an account, that was ended from elsewhere. */
export const sessionEnded = 'identity.session.ended.v1';

/** The event of a new client. */
export const clientCreated = 'identity.client.created.v1';

/** The event of a client that an administrator changed. */
export const clientChanged = 'identity.client.changed.v1';

/** The event of a client's new secret. */
export const clientSecretChanged = 'identity.client.secret_changed.v1';

/** The event of a client that is no more. */
export const clientRevoked = 'identity.client.revoked.v1';

/** The event of a key that signs from now on. */
export const signingKeyActivated = 'identity.signing_key.activated.v1';

/** The event of a key that is trusted no longer. */
export const signingKeyWithdrawn = 'identity.signing_key.withdrawn.v1';

/** The event of a new upstream identity provider. */
export const upstreamCreated = 'identity.upstream.created.v1';

/** The event of an upstream identity provider that an operator changed. */
export const upstreamChanged = 'identity.upstream.changed.v1';

/** The event of a signed head of the audit. */
export const auditSealed = 'identity.audit.sealed.v1';

/** The event of an organisation that a department recorded. */
export const organisationCreated = 'identity.organisation.created.v1';

/** The event of an organisation that was changed. */
export const organisationChanged = 'identity.organisation.changed.v1';

/** The event of a person who may act for a party. */
export const mandateGranted = 'identity.mandate.granted.v1';

/** The event of a mandate that is in force no more. */
export const mandateRevoked = 'identity.mandate.revoked.v1';

/** The event of somebody who is staff of a department, with these roles. */
export const staffChanged = 'identity.staff.changed.v1';

/** The event of somebody who is no staff of a department any more. */
export const staffRemoved = 'identity.staff.removed.v1';
