// An MCP server that wants an access token, as the SDK builds one. PORT: where; ISSUER: the authorization server whose
// tokens it takes; AUDIENCE: whom they must be for, when that server says it; SCOPES: what it says that it offers.
import { randomUUID } from 'node:crypto';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { PORT, ISSUER, AUDIENCE, SCOPES } = process.env;
const url = new URL(`http://127.0.0.1:${PORT}/mcp`);
const issuer = await (await fetch(`${ISSUER}/.well-known/openid-configuration`)).json();
const keys = createRemoteJWKSet(new URL(issuer.jwks_uri));
const sessions = new Map();

async function verifyAccessToken(token) {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer: issuer.issuer, audience: AUDIENCE || undefined });
    const clientId = payload.client_id ?? payload.azp;
    return { token, clientId, scopes: payload.scope?.split(' ') ?? [], expiresAt: payload.exp, extra: payload };
  } catch (error) {
    throw new InvalidTokenError(error.message);
  }
}

async function open() {
  const server = new McpServer({ name: 'protected', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Who calls, by which token' }, ({ authInfo }) => ({
    content: [{ type: 'text', text: JSON.stringify({ subject: authInfo.extra.sub, token: authInfo.extra.jti, scopes: authInfo.scopes }) }],
  }));
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
    onsessionclosed: (id) => sessions.delete(id),
  });
  await server.connect(transport);
  return transport;
}

const app = createMcpExpressApp();
app.use(mcpAuthMetadataRouter({ oauthMetadata: issuer, resourceServerUrl: url, scopesSupported: SCOPES?.split(' ') }));
app.use('/mcp', requireBearerAuth({
  verifier: { verifyAccessToken },
  resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(url),
}));
app.all('/mcp', async (request, response) => {
  const id = request.headers['mcp-session-id'];
  if (id && !sessions.has(id)) {
    response.status(404).end();
    return;
  }
  await (sessions.get(id) ?? await open()).handleRequest(request, response, request.body);
});
app.listen(Number(PORT), '127.0.0.1');
