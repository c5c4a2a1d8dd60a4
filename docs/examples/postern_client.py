#!/usr/bin/env python3
"""Runs a command on a target through a Postern relay. Needs Python 3.8 and nothing else.

usage: POSTERN_PASSWORD=… postern_client.py RELAY_HOST:PORT USER@HOST:PORT COMMAND
"""
import base64, http.client, json, os, socket, struct, sys

relay, place, command = sys.argv[1:]
user, _, address = place.rpartition("@")
host, _, port = address.rpartition(":")
body = {"target": {"host": host, "port": port, "user": user}, "accept": [],
        "credential": {"type": "password", "password": os.environ["POSTERN_PASSWORD"]}}
while True:  # until the person has answered every question about host keys
    connection = http.client.HTTPConnection(relay)
    connection.request("POST", "/api/sessions", json.dumps(body), {"Content-Type": "application/json"})
    answer = json.load(connection.getresponse())
    if answer.get("code") == "host-key-unknown" and input(answer["detail"] + " Accept? ") == "yes":
        body["accept"].append({"host": answer["host"], "port": answer["port"], "remember": True,
                               "fingerprint": answer["key"]["fingerprint"]})
    elif answer.get("status") == "open":
        break
    else:
        sys.exit(answer.get("detail", "the target asks for more than a password"))

stream = socket.create_connection(relay.rsplit(":", 1)).makefile("rwb")
stream.write(f"GET /api/sessions/{answer['session']}/exec HTTP/1.1\r\nHost: {relay}\r\n"
             "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
             f"Sec-WebSocket-Protocol: postern.v1, bearer.{answer['token']}\r\n\r\n".encode())

def send(opcode, payload):  # RFC 6455, section 5.2; a client masks, and a mask of zeros is one
    size = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(payload))
    stream.write(size + bytes(4) + payload)
    stream.flush()

send(1, json.dumps({"type": "run", "command": command}).encode())
if b" 101 " not in stream.readline():
    sys.exit("the relay refused the channel")
while stream.readline().strip():
    pass
read, acknowledged = 0, 0
while True:
    opcode, size = (byte & 0x7F for byte in stream.read(2))
    if size > 125:
        form = "!H" if size == 126 else "!Q"
        size, = struct.unpack(form, stream.read(struct.calcsize(form)))
    payload = stream.read(size)
    if opcode & 15 == 2:  # output: the first byte names the stream
        (sys.stderr if payload[0] == 2 else sys.stdout).buffer.write(payload[1:])
        read += size - 1
        if not acknowledged or read - acknowledged >= 32768:  # the first at once
            acknowledged = read
            send(1, json.dumps({"type": "ack", "offset": read}).encode())
    elif opcode & 15 == 9:
        send(10, payload)  # answers the relay's ping
    elif opcode & 15 == 1 and (message := json.loads(payload))["type"] in ("exit", "problem"):
        sys.exit(message["status"] if message["type"] == "exit" else message["problem"]["detail"])
