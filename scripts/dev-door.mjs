// One address for development: what is the relay's goes to the relay, all else to `trunk serve`.
//
// Trunk's own proxy drops the WebSocket subprotocol, which carries the session's token; bytes are joined here.

import http from "node:http";
import net from "node:net";

const [door, relay, trunk] = process.argv.slice(2).map(Number);
const isRelays = /^\/(api\/|loginWebssh|healthz|readyz|metrics)/;
const portFor = (url) => (isRelays.test(url) ? relay : trunk);

const server = http.createServer((request, response) => {
  const { url: path, method, headers } = request;
  const onward = http.request({ host: "127.0.0.1", port: portFor(path), path, method, headers }, (answer) => {
    // Trunk's policy knows nothing of an import map; the relay's own policy is not tried out here.
    if (portFor(path) === trunk) delete answer.headers["content-security-policy"];
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  onward.on("error", () => {
    response.writeHead(503, { "content-type": "text/plain", refresh: "2" });
    response.end("Not up yet; this page tries again.\n");
  });
  request.pipe(onward);
});

server.on("upgrade", (request, socket, head) => {
  const onward = net.connect(portFor(request.url), "127.0.0.1", () => {
    const lines = [`${request.method} ${request.url} HTTP/1.1`];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
    }
    onward.write(`${lines.join("\r\n")}\r\n\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
  });
  onward.on("error", () => socket.destroy());
  socket.on("error", () => onward.destroy());
});

server.listen(door, "127.0.0.1");
