// The gallery's servers that there is no real one of: small, but true to the protocol, because the SDK speaks it. With a name as
// the argument that one on stdio, else the others on PORT, each below /NAME. SECRET: what those that want a credential take.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as mcp from '@modelcontextprotocol/sdk/types.js';
import { WebSocketServer } from 'ws';

const { PORT, SECRET, NODE_ENV, DATABASE_URL } = process.env;
const bearer = ({ authorization }) => authorization === `Bearer ${SECRET}`;
const admitted = {
  'business-api': bearer,
  'github-mcp': bearer,
  'my-api-server': (headers) => headers['x-auth-token'] === SECRET,
  'weather-api': bearer,
};
const instructions = { 'business-api': 'Ask for the order number first.' };
const tasks = [];

// Tools that every one of them has: what a call came with, and work that takes a while.
const tools = {
  describe_call: ({ params, headers }) => ({ headers, userId: params.userId, environment: { NODE_ENV, DATABASE_URL } }),
  work: async ({ params }) => {
    await pause(params.arguments.milliseconds);
    return { worked: params.arguments.milliseconds };
  },
};
// The scheduler acts for whom a call names.
const taskTools = {
  create_task: ({ params }) => tasks.push({ userId: params.userId, title: params.arguments.title }),
  list_tasks: ({ params }) => tasks.filter((task) => task.userId === params.userId).map((task) => task.title),
};
// The SDK would leave out what the protocol does not know.
const CallToolRequest = mcp.CallToolRequestSchema.extend({ params: mcp.CallToolRequestParamsSchema.loose() });

async function open(name, transport) {
  console.error('opened', name);
  const offered = name === 'scheduled-tasks' ? { ...tools, ...taskTools } : tools;
  const server = new Server({ name, version: '1.0.0' }, { capabilities: { tools: {} }, instructions: instructions[name] });
  server.setRequestHandler(mcp.ListToolsRequestSchema, () => ({
    tools: Object.keys(offered).map((tool) => ({ name: tool, inputSchema: { type: 'object' } })),
  }));
  server.setRequestHandler(CallToolRequest, async ({ params }, { requestInfo }) => ({
    content: [{ type: 'text', text: JSON.stringify(await offered[params.name]({ params, headers: requestInfo?.headers })) }],
  }));
  await server.connect(transport);
}

function serveHttp() {
  const sessions = new Map();
  const app = createMcpExpressApp();
  app.use('/:name', (request, response, next) => {
    const admits = admitted[request.params.name] ?? (() => true);
    return admits(request.headers) ? next() : response.status(401).end();
  });
  app.get('/weather-api/mcp', async (request, response) => {
    const transport = new SSEServerTransport('/weather-api/messages', response);
    sessions.set(transport.sessionId, transport);
    await open('weather-api', transport);
  });
  app.post('/weather-api/messages', (request, response) =>
    sessions.get(request.query.sessionId)?.handlePostMessage(request, response, request.body) ?? response.status(404).end());
  app.all('/:name/mcp', async (request, response) => {
    const id = request.headers['mcp-session-id'];
    if (id && !sessions.has(id)) {
      return response.status(404).end();
    }
    await pause(id ? 0 : Number(request.query.handshake ?? 0));
    return (sessions.get(id) ?? (await streamable(request.params.name))).handleRequest(request, response, request.body);
  });
  const streamable = async (name) => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => sessions.set(id, transport),
      onsessionclosed: (id) => sessions.delete(id),
    });
    await open(name, transport);
    return transport;
  };
  const server = app.listen(Number(PORT), '127.0.0.1');
  new WebSocketServer({ server, path: '/realtime-data' }).on('connection', (socket) => open('realtime-data', overSocket(socket)));
}

function overSocket(socket) {
  const transport = {
    start: async () => {},
    send: async (message) => socket.send(JSON.stringify(message)),
    close: async () => socket.close(),
  };
  socket.on('message', (data) => transport.onmessage(JSON.parse(data)));
  socket.on('close', () => transport.onclose?.());
  return transport;
}

const [, , onStdio] = process.argv;
if (onStdio) {
  await open(onStdio, new StdioServerTransport());
} else {
  serveHttp();
}
