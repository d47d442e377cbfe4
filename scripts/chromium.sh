#!/bin/sh
# Browser tests drive Debian's Chromium. Where it is missing and apt can be used, install it; else say what to do.
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests" >&2
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null && exit 0
fi
echo "The browser tests need Chromium: apt-get install chromium (or run: make test-fast)" >&2
exit 1
