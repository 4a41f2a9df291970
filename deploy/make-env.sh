#!/bin/sh
# Writes .env from .env.example, with secrets that nobody else has. Needs nothing but a shell.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo '.env is there already; nothing was changed.' >&2
  exit 1
fi
umask 077
secret() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
while IFS= read -r line; do
  case $line in
    NATS_PASSWORD= | POSTGRES_PASSWORD= | DASHBOARD_TOKEN=) printf '%s%s\n' "$line" "$(secret)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <.env.example >.env
echo 'Wrote .env. The dashboard asks for DASHBOARD_TOKEN when you start or stop the desk.'
