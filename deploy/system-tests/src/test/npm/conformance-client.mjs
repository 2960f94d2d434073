// The client that the conformance suite tests: Trunkline, asked over REST, and a browser that follows redirects and keeps
// cookies. The last argument is the URL of the suite's MCP server; TRUNKLINE is the platform's origin, DECLARED its file of
// declared servers.
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const { TRUNKLINE, DECLARED, MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT = '{}' } = process.env;
const context = JSON.parse(MCP_CONFORMANCE_CONTEXT);
const SIGN_INS = 5;
const STEPS_OF_A_SIGN_IN = 10;

const token = (await (await fetch(`${TRUNKLINE}/demo/token/alice`)).text()).trim();

async function ask(method, path, body) {
  const response = await fetch(TRUNKLINE + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  console.log(method, path, response.status, text);
  return { status: response.status, body: text && JSON.parse(text) };
}

// How the operator says that tokens are got without the user, in the scenarios of extensions.
const GRANTS = {
  'auth/client-credentials-basic': { type: 'client_credentials' },
  'auth/client-credentials-jwt': { type: 'client_credentials', private_key: context.private_key_pem },
  'auth/wif-jwt-bearer': { type: 'jwt_bearer', subject_token: context.valid_jwt },
  'auth/enterprise-managed-authorization': {
    type: 'enterprise_managed',
    subject_token: context.idp_id_token,
    identity_provider_token_url: context.idp_token_endpoint,
    identity_provider_client_id: context.idp_client_id,
  },
};

function configuration(url) {
  const { client_id, client_secret } = context;
  const oauth = client_id && { client_id, client_secret, grant: GRANTS[scenario] };
  return { type: 'streamable-http', title: `${scenario} ${process.pid}`.replace(/[^a-zA-Z0-9]+/g, ' '), url, oauth };
}

async function create(config) {
  const created = await ask('POST', '/api/mcp/servers', { config });
  return created.body.serverName;
}

async function declare(config) {
  const name = `declared-${process.pid}`;
  writeFileSync(`${DECLARED}.new`, JSON.stringify({ mcpServers: { [name]: config } }));
  renameSync(`${DECLARED}.new`, DECLARED);
  while ((await ask('GET', `/api/mcp/servers/${name}`)).status !== 200) {
    await pause(200);
  }
  return name;
}

// As a person's browser, in which the chat's page has told Trunkline whose it is. Cookies belong to a host, whatever its port.
async function signIn(server, start) {
  const cookies = new Map();
  const visit = async (url, options) => {
    const jar = cookies.get(url.hostname) ?? new Map();
    cookies.set(url.hostname, jar);
    const headers = { accept: 'text/html,*/*;q=0.8', cookie: [...jar].map((pair) => pair.join('=')).join('; '), ...options?.headers };
    const response = await fetch(url, { redirect: 'manual', ...options, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    console.log(options?.method ?? 'GET', url.href, response.status);
    return response;
  };

  const authorization = `Bearer ${token}`;
  await visit(new URL(`/api/mcp/${server}/oauth/bind`, TRUNKLINE), { method: 'POST', headers: { authorization } });
  let url = new URL(start);
  for (let step = 0; step < STEPS_OF_A_SIGN_IN; step++) {
    const response = await visit(url);
    if (!response.headers.has('location')) {
      return url.pathname === '/oauth/success';
    }
    url = new URL(response.headers.get('location'), url);
  }
  return false;
}

async function callTool(server) {
  for (let attempt = 0; attempt < SIGN_INS; attempt++) {
    const call = await ask('POST', `/api/mcp/${server}/tools/test-tool/call`, { arguments: {} });
    if (call.status === 200) {
      return true;
    }
    if (!call.body.oauthUrl || !(await signIn(server, call.body.oauthUrl))) {
      return false;
    }
  }
  return false;
}

const config = configuration(process.argv.at(-1));
const server = await (GRANTS[scenario] ? declare(config) : create(config));
process.exit(server && (await callTool(server)) ? 0 : 1);
