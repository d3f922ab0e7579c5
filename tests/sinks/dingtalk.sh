#!/bin/sh
# A sink for a group robot of DingTalk (钉钉) with a signature: svc gives it an alert as JSON on standard input.
#
#   [sink.group]
#   run = ["/etc/svc/sinks/dingtalk.sh", "/etc/svc/dingtalk.url", "/etc/svc/dingtalk.secret"]
#
# The robot wants the time in milliseconds, and HMAC-SHA256 of "TIME\nSECRET" by the secret, in base64, in the address.
# It answers with {"errcode":0}; everything else is a failure, and svc tries again later.
set -eu
url=$(cat "$1")
secret=$(cat "$2")
time=$(date +%s)000
sign=$(printf '%s\n%s' "$time" "$secret" | openssl dgst -sha256 -hmac "$secret" -binary | base64 | tr -d '\n' | jq -sRr @uri)
text=$(jq -r .text)
answer=$(jq -n --arg text "$text" '{msgtype: "text", text: {content: $text}}' |
  curl --silent --show-error --fail --max-time 20 --header 'Content-Type: application/json' --data-binary @- "$url&timestamp=$time&sign=$sign")
[ "$(printf '%s' "$answer" | jq -r .errcode)" = 0 ]
