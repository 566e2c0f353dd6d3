# As drive.mjs, for verify.py.
import base64
import importlib.util
import sys

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
snippet = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(snippet)
for line in sys.stdin:
    secret, message_id, timestamp, signatures, body, now = line.rstrip("\n").split("\t")
    headers = {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": signatures}
    try:
        snippet.verify(secret, headers, base64.b64decode(body), int(now))
        print("yes")
    except ValueError:
        print("no")
