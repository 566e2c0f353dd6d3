#!/usr/bin/env bash
# Sends an endpoint of yours a request that is signed as Parley signs it (Standard Webhooks 1.0).
#   WEBHOOK_SECRET=whsec_… ./send.sh https://example.org/hook < body.json
# Needs bash, curl and openssl. The secret stays out of all command lines, where others could read it.
set -euo pipefail
url=$1
body=$(mktemp)
trap 'rm -f "$body"' EXIT
cat > "$body"
id=msg_$(openssl rand -hex 13)
timestamp=$(date +%s)

# HMAC-SHA256 by its definition: the hash of (key ^ 5c…) and the hash of (key ^ 36…) and the message.
key=$(printf %s "${WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
padded=$(printf '%-128s' "$key" | tr ' ' 0)
masked() { # prints the 64 bytes of the key, each ^ $1
  for ((i = 0; i < 128; i += 2)); do printf '%b' "\\x$(printf %02x $((0x${padded:i:2} ^ $1)))"; done
}
signature=$({ masked 0x5c
  { masked 0x36; printf '%s.%s.' "$id" "$timestamp"; cat "$body"; } | openssl dgst -sha256 -binary
} | openssl dgst -sha256 -binary | openssl base64 -A)

curl --silent --show-error --include --data-binary "@$body" \
  --header 'Content-Type: application/json' --header "webhook-id: $id" \
  --header "webhook-timestamp: $timestamp" --header "webhook-signature: v1,$signature" "$url"
