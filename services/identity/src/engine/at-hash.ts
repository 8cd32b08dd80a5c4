import type { Provider } from 'oidc-provider';

/**
 * Has each ID token of the token endpoint say which access token it came with (`at_hash`, OpenID Connect Core 1.0 section 3.1.3.6), which the
 * engine by itself leaves out in the code flow. The engine hashes what it is given.
 */
export function bindIdTokens(provider: Provider): void {
  const values = new WeakMap<object, string>();
  const { save } = provider.AccessToken.prototype;
  provider.AccessToken.prototype.save = async function keep(...args: Parameters<typeof save>) {
    const value = await save.apply(this, args);
    values.set(this, value);
    return value;
  };
  const { issue } = provider.IdToken.prototype;
  provider.IdToken.prototype.issue = async function bind(context) {
    const token = context.use === 'idtoken' ? this.ctx?.oidc.entities.AccessToken : undefined;
    const value = token && values.get(token);
    if (value !== undefined) this.set('at_hash', value);
    return issue.call(this, context);
  };
}
