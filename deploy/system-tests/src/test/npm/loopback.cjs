// Preloaded into the MCP servers under test: those that would listen on every address listen on this machine only.
const net = require('node:net');
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    const callback = rest.find((argument) => typeof argument === 'function');
    // With a host beside the port, the server would have no address before the next turn of the event loop.
    return listen.call(this, net._createServerHandle('127.0.0.1', Number(first), 4), callback);
  }
  return listen.call(this, first, ...rest);
};
