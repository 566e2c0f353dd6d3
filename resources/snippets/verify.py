# Checks that a request comes from your Parley (Standard Webhooks 1.0). Python 3.8 or later.
#   secret   "whsec_…", as it was shown when the webhook was made
#   headers  of the request: a mapping, names in small letters
#   body     its bytes as they came: JSON that was parsed and written anew differs
# Raises ValueError when it does not. Answer such a request with 401, and a genuine one with 204.
import base64
import hashlib
import hmac
import time


def verify(secret, headers, body, now=None):
    message_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")
    if not (message_id and timestamp and signatures):
        raise ValueError("a webhook header is missing")
    now = time.time() if now is None else now
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp)) > 300:
        raise ValueError("older or newer than five minutes")
    if secret.startswith("whsec_"):
        secret = secret[len("whsec_"):]
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()
    wanted = "v1," + base64.b64encode(expected).decode()
    if not any(hmac.compare_digest(wanted.encode(), each.encode()) for each in signatures.split(" ")):
        raise ValueError("no signature fits")
