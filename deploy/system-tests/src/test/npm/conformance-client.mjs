// The client that the conformance suite tests: Trunkline, asked over REST, and a browser that follows redirects and keeps
// cookies. The last argument is the URL of the suite's MCP server; TRUNKLINE is the platform's origin.
const { TRUNKLINE, MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context = '{}' } = process.env;
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

function configuration(url, { client_id, client_secret }) {
  const oauth = client_id && { client_id, client_secret };
  return { type: 'streamable-http', title: `${scenario} ${process.pid}`.replace(/[^a-zA-Z0-9]+/g, ' '), url, oauth };
}

// As a person's browser: cookies belong to a host, whatever its port.
async function signIn(start) {
  const cookies = new Map();
  let url = new URL(start);
  for (let step = 0; step < STEPS_OF_A_SIGN_IN; step++) {
    const jar = cookies.get(url.hostname) ?? new Map();
    cookies.set(url.hostname, jar);
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      jar.set(name, value);
    }
    console.log('GET', url.href, response.status);
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
    if (!call.body.oauthUrl || !(await signIn(call.body.oauthUrl))) {
      return false;
    }
  }
  return false;
}

const created = await ask('POST', '/api/mcp/servers', { config: configuration(process.argv.at(-1), JSON.parse(context)) });
process.exit(created.status === 201 && (await callTool(created.body.serverName)) ? 0 : 1);
