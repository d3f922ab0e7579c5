#!/bin/sh
# A sink for a group robot of WeCom (企业微信): svc gives it an alert as JSON on standard input.
#
#   [sink.group]
#   run = ["/etc/svc/sinks/wecom.sh", "/etc/svc/wecom.url"]
#
# The address of the robot is a secret, so it stands in a file that only svc can read. The robot answers with
# {"errcode":0}; everything else is a failure, and svc tries again later.
set -eu
url=$(cat "$1")
text=$(jq -r .text)
answer=$(jq -n --arg text "$text" '{msgtype: "text", text: {content: $text}}' |
  curl --silent --show-error --fail --max-time 20 --header 'Content-Type: application/json' --data-binary @- "$url")
[ "$(printf '%s' "$answer" | jq -r .errcode)" = 0 ]
