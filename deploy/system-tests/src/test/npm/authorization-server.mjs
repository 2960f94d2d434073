// A real authorization server: registration, PKCE, resource indicators, `iss`, and refresh tokens that are replaced at
// each use and whose whole family ends when one is used twice. PORT: where; ACCESS_TOKEN_SECONDS: how long tokens live;
// SCOPES: what a resource offers; REFRESH: no, if there are no refresh tokens; SECRETS: the file that every secret it gives or
// is given is written to.
import { appendFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const { PORT, ACCESS_TOKEN_SECONDS, SCOPES, REFRESH, SECRETS } = process.env;
const WORTH_HIDING = [
  'access_token', 'refresh_token', 'id_token', 'code', 'code_verifier', 'client_secret', 'registration_access_token',
];

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  scopes: ['openid', 'offline_access', ...SCOPES.split(' ')],
  cookies: { keys: ['of the system tests'] },
  pkce: { required: () => true },
  rotateRefreshToken: true,
  issueRefreshToken: (context, client) => REFRESH !== 'no' && client.grantTypeAllowed('refresh_token'),
  // As Pipeshub's tokens name their user.
  extraTokenClaims: (context, token) => ({ userId: token.accountId }),
  features: {
    clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
    devInteractions: { enabled: true },
    registration: { enabled: true },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: false },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (context, resource) => ({
        scope: SCOPES,
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: Number(ACCESS_TOKEN_SECONDS),
      }),
    },
  },
});

provider.use(async (context, next) => {
  await next();
  for (const message of [context.oidc?.body, context.oidc?.params, context.body]) {
    for (const name of WORTH_HIDING) {
      if (typeof message?.[name] === 'string') {
        appendFileSync(SECRETS, `${message[name]}\n`);
      }
    }
  }
});
for (const event of ['registration_create.success', 'grant.success', 'grant.error', 'grant.revoked']) {
  provider.on(event, (context, error) => console.log(event, context.oidc?.params?.grant_type ?? '', error?.message ?? ''));
}
provider.listen(Number(PORT), '127.0.0.1');
