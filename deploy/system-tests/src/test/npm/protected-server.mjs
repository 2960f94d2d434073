// An MCP server that wants an access token, as the SDK builds one. PORT: where; ISSUER: the authorization server whose
// tokens it takes; AUDIENCE: whom they must be for, when that server says it; SCOPES: what it says that it offers; PATHNAME:
// /mcp, or /sse for the transport of 2024-11-05; UPSTREAM: the MCP server of a Pipeshub instance that it stands before;
// OPEN: anybody may do everything but call tools.
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { getOAuthProtectedResourceMetadataUrl, mcpAuthMetadataRouter } from '@modelcontextprotocol/sdk/server/auth/router.js';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const { PORT, ISSUER, AUDIENCE, SCOPES, PATHNAME, UPSTREAM, OPEN } = process.env;
const url = new URL(`http://127.0.0.1:${PORT}${PATHNAME}`);
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

async function open(transport) {
  const server = new McpServer({ name: 'protected', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Who calls, by which token' }, ({ authInfo }) => ({
    content: [{ type: 'text', text: JSON.stringify({ subject: authInfo.extra.sub, token: authInfo.extra.jti, scopes: authInfo.scopes }) }],
  }));
  await server.connect(transport);
  return transport;
}

function openStreamable() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
    onsessionclosed: (id) => sessions.delete(id),
  });
  return open(transport);
}

const app = createMcpExpressApp();
app.use(mcpAuthMetadataRouter({ oauthMetadata: issuer, resourceServerUrl: url, scopesSupported: SCOPES?.split(' ') }));
const authorized = requireBearerAuth({
  verifier: { verifyAccessToken },
  resourceMetadataUrl: getOAuthProtectedResourceMetadataUrl(url),
});
app.use((request, response, next) => {
  if (OPEN && request.body?.method !== 'tools/call') {
    next();
  } else {
    authorized(request, response, next);
  }
});
if (UPSTREAM) {
  app.post(PATHNAME, async ({ auth, headers, body }, response) => {
    const answer = await fetch(UPSTREAM, {
      method: 'POST',
      headers: { accept: headers.accept, bearerAuth: auth.token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    response.status(answer.status).set('content-type', answer.headers.get('content-type') ?? '');
    Readable.fromWeb(answer.body).pipe(response);
  });
} else if (PATHNAME === '/sse') {
  app.get(PATHNAME, async (request, response) => {
    const transport = new SSEServerTransport('/messages', response);
    sessions.set(transport.sessionId, transport);
    await open(transport);
  });
  app.post('/messages', async (request, response) => {
    await sessions.get(request.query.sessionId)?.handlePostMessage(request, response, request.body);
  });
} else {
  app.all(PATHNAME, async (request, response) => {
    const id = request.headers['mcp-session-id'];
    if (id && !sessions.has(id)) {
      response.status(404).end();
      return;
    }
    await (sessions.get(id) ?? (await openStreamable())).handleRequest(request, response, request.body);
  });
}
app.listen(Number(PORT), '127.0.0.1');
