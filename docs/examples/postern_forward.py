#!/usr/bin/env python3
"""Makes HOST:PORT, as seen from a target, a port of this machine. Needs Python 3.8 and nothing else.

usage: POSTERN_PASSWORD=… postern_forward.py RELAY_HOST:PORT USER@HOST:PORT LOCAL_PORT HOST:PORT

Then http://127.0.0.1:LOCAL_PORT is, say, the web page of a box behind the target. Each connection is a `tcp` channel
of one session; Ctrl-C ends the session and all of them. Port 0 lets the system choose.
"""
import base64, http.client, json, os, socket, struct, sys, threading, urllib.parse

relay, place, local_port, destination = sys.argv[1:]
user, _, address = place.rpartition("@")
host, _, port = address.rpartition(":")
there = urllib.parse.urlencode(dict(zip(("host", "port"), destination.rsplit(":", 1))))
body = {"target": {"host": host, "port": port, "user": user}, "accept": [],
        "credential": {"type": "password", "password": os.environ["POSTERN_PASSWORD"]}}

def ask(method, path, body=None, **headers):
    connection = http.client.HTTPConnection(relay)
    connection.request(method, path, body and json.dumps(body), {"Content-Type": "application/json", **headers})
    return json.loads(connection.getresponse().read() or "{}")

session = ask("POST", "/api/sessions", body)
while session.get("code") == "host-key-unknown" and input(session["detail"] + " Accept? ") == "yes":
    body["accept"].append({"host": session["host"], "port": session["port"], "remember": True,
                           "fingerprint": session["key"]["fingerprint"]})
    session = ask("POST", "/api/sessions", body)
if session.get("status") != "open":
    sys.exit(session.get("detail", "the target asks for more than a password"))

class Channel:
    """A WebSocket to the relay (RFC 6455) that carries one stream."""

    def __init__(self):
        self.lock = threading.Lock()  # both directions send: one data, the other acknowledgements
        self.stream = socket.create_connection(relay.rsplit(":", 1)).makefile("rwb")
        self.stream.write(f"GET /api/sessions/{session['session']}/tcp?{there} HTTP/1.1\r\nHost: {relay}\r\n"
                          "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                          f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
                          f"Sec-WebSocket-Protocol: postern.v1, bearer.{session['token']}\r\n\r\n".encode())
        self.stream.flush()
        while self.stream.readline().strip():  # the answer's head; a refusal closes the connection
            pass

    def send(self, opcode, payload):  # section 5.2; a client masks, and a mask of zeros is one
        with self.lock:
            self.stream.write(struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(payload)) + bytes(4) + payload)
            self.stream.flush()

    def say(self, **message):
        self.send(1, json.dumps(message).encode())

def upload(client, channel):
    while data := client.recv(16384):
        channel.send(2, data)
    channel.say(type="eof")

def download(client, channel):
    read = acknowledged = 0
    while head := channel.stream.read(2):
        size = {126: 2, 127: 8}.get(head[1])
        payload = channel.stream.read(int.from_bytes(channel.stream.read(size), "big") if size else head[1])
        if head[0] & 15 == 2:
            client.sendall(payload)
            read += len(payload)
            if not acknowledged or read - acknowledged >= 32768:  # the first at once
                channel.say(type="ack", offset=(acknowledged := read))
        elif head[0] & 15 == 9:
            channel.send(10, payload)  # answers the relay's ping
        elif head[0] & 15 == 1 and (message := json.loads(payload))["type"] == "problem":
            print(message["problem"]["detail"], file=sys.stderr)

def serve(client):
    with client:
        channel = Channel()
        threading.Thread(target=quietly, args=(upload, client, channel), daemon=True).start()
        download(client, channel)
        client.shutdown(socket.SHUT_RDWR)  # wakes the upload, too

def quietly(work, *arguments):
    try:
        work(*arguments)
    except OSError:
        pass  # one end is gone, and with it the stream

listener = socket.create_server(("127.0.0.1", int(local_port)))
print(f"127.0.0.1:{listener.getsockname()[1]} is {destination} as seen from {place}", flush=True)
try:
    while True:
        threading.Thread(target=quietly, args=(serve, listener.accept()[0]), daemon=True).start()
except KeyboardInterrupt:
    ask("DELETE", f"/api/sessions/{session['session']}", Authorization=f"Bearer {session['token']}")
