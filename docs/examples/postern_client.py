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
answer = {}
while answer.get("status") != "open":  # until every question about host keys is answered
    connection = http.client.HTTPConnection(relay)
    connection.request("POST", "/api/sessions", json.dumps(body), {"Content-Type": "application/json"})
    answer = json.load(connection.getresponse())
    if answer.get("code") == "host-key-unknown" and input(answer["detail"] + " Accept? ") == "yes":
        body["accept"].append({"host": answer["host"], "port": answer["port"], "remember": True,
                               "fingerprint": answer["key"]["fingerprint"]})
    elif answer.get("status") != "open":
        sys.exit(answer.get("detail", "the target asks for more than a password"))

stream = socket.create_connection(relay.rsplit(":", 1)).makefile("rwb")
stream.write(f"GET /api/sessions/{answer['session']}/exec HTTP/1.1\r\nHost: {relay}\r\n"
             "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
             f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n"
             f"Sec-WebSocket-Protocol: postern.v1, bearer.{answer['token']}\r\n\r\n".encode())

def send(opcode, payload):  # RFC 6455, section 5.2; a client masks, and a mask of zeros is one
    stream.write(struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, len(payload)) + bytes(4) + payload)
    stream.flush()

send(1, json.dumps({"type": "run", "command": command}).encode())
while stream.readline().strip():  # the answer's head; a refusal closes the connection
    pass
read = acknowledged = 0
while head := stream.read(2):
    size = {126: 2, 127: 8}.get(head[1])
    payload = stream.read(int.from_bytes(stream.read(size), "big") if size else head[1])
    if head[0] & 15 == 2:  # output: the first byte names the stream
        (sys.stderr if payload[0] == 2 else sys.stdout).buffer.write(payload[1:])
        read += len(payload) - 1
        if not acknowledged or read - acknowledged >= 32768:  # the first at once
            send(1, json.dumps({"type": "ack", "offset": (acknowledged := read)}).encode())
    elif head[0] & 15 == 9:
        send(10, payload)  # answers the relay's ping
    elif head[0] & 15 == 1 and (message := json.loads(payload))["type"] in ("exit", "problem"):
        sys.exit(message["status"] if message["type"] == "exit" else message["problem"]["detail"])
sys.exit("the relay closed the connection")
