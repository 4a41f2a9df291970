#!/bin/sh
# Writes .env from .env.example, with secrets that nobody else has. Where there is one, only secrets that it lacks
# are added, as after an upgrade. Needs nothing but a shell.
set -eu
cd "$(dirname "$0")/.."
umask 077
secret() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
if [ -e .env ]; then
  added=
  while IFS= read -r line; do
    case $line in
      *_PASSWORD= | DASHBOARD_TOKEN=)
        grep -q "^$line" .env && continue
        printf '%s%s\n' "$line" "$(secret)" >>.env
        added="$added ${line%=}"
        ;;
    esac
  done <.env.example
  if [ -z "$added" ]; then
    echo '.env is there already; nothing was changed.' >&2
    exit 1
  fi
  echo "Added to .env:$added. Everything else is as it was."
  exit 0
fi
while IFS= read -r line; do
  case $line in
    *_PASSWORD= | DASHBOARD_TOKEN=) printf '%s%s\n' "$line" "$(secret)" ;;
    *) printf '%s\n' "$line" ;;
  esac
done <.env.example >.env
echo 'Wrote .env. The dashboard asks for DASHBOARD_TOKEN when you start or stop the desk.'
