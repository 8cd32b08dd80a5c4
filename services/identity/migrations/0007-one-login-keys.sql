-- compatible
-- Each set of signing keys has a table of its own, so that the keys of one issuer are never another's.
create table one_login_signing_key (like signing_key including all);
create table core_identity_signing_key (like signing_key including all);

comment on table core_identity_signing_key is 'What core identities are signed with, published in the DID document.';
