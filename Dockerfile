# One image for each service: docker build --target fetcher . (or orchestrator, backtester, gateway,
# replay-exchange, migrate).
# What is installed is what pnpm-lock.yaml says; what runs is Node and the service's own files, without a shell,
# a package manager or a compiler, as a user without rights, on a root file system that may be read-only:
# only /data (the SQLite file, the replay's anchor) and /tmp are written.
# Node 22 and not 24: from 24.19 on, better-sqlite3 12 ends the process when a statement is collected
# (WiseLibs/better-sqlite3 #1515); its next version doesn't run on Node 20, which a bare machine may have.
# Pinned by the digest of the index of all platforms (docker buildx imagetools inspect NAME:TAG): Node 22.23.2, NATS 2.12.15.
ARG NODE_IMAGE=docker.io/library/node:22-trixie-slim@sha256:7b8a0c89c54499bee567618f96578e1a12a800f062fbdbfd1fb6a443fa6f6284
ARG RUNTIME_IMAGE=gcr.io/distroless/nodejs22-debian13:nonroot@sha256:939d6f1671529d230f50b563578e9b5d206af58f038b10ebd7e1233023d4e167
ARG NATS_IMAGE=docker.io/library/nats:2.12-alpine@sha256:b270f5e2428354c0335612694d7dd2fb588148e567a5757fdff325ef9c9332e6

FROM ${NODE_IMAGE} AS build
# better-sqlite3 is compiled where no binary of it can be had.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# What was downloaded and compiled is kept from build to build, outside of every image.
RUN --mount=type=cache,id=fullcarry-pnpm,target=/pnpm \
    --mount=type=cache,id=fullcarry-npm,target=/root/.npm \
    export pnpm_config_store_dir=/pnpm \
  && node scripts/setup-only.mjs \
  && for app in fetcher orchestrator backtester gateway replay-exchange cli; do \
       node deploy/image/pack-service.mjs "$app" "/packed/$app" || exit 1; \
     done \
  && mkdir /packed/data

FROM ${RUNTIME_IMAGE} AS runtime
WORKDIR /app
ENV NODE_ENV=production LOG_FORMAT=json
COPY deploy/image/healthcheck.mjs ./
# An empty volume takes its owner from here.
COPY --from=build --chown=65532:65532 /packed/data /data
USER 65532:65532
ENTRYPOINT ["/nodejs/bin/node"]

FROM runtime AS fetcher
ENV DATABASE_URL=file:/data/fullcarry.db METRICS_HOST=0.0.0.0 METRICS_PORT=9101
COPY --from=build /packed/fetcher apps/fetcher
EXPOSE 9101
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["/nodejs/bin/node", "healthcheck.mjs", "http://127.0.0.1:9101/health/ready"]
CMD ["apps/fetcher/bundle/main.js"]

FROM runtime AS orchestrator
ENV DATABASE_URL=file:/data/fullcarry.db METRICS_HOST=0.0.0.0 METRICS_PORT=9102
COPY --from=build /packed/orchestrator apps/orchestrator
EXPOSE 9102
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["/nodejs/bin/node", "healthcheck.mjs", "http://127.0.0.1:9102/health/ready"]
CMD ["apps/orchestrator/bundle/main.js"]

FROM runtime AS backtester
ENV DATABASE_URL=file:/data/fullcarry.db METRICS_HOST=0.0.0.0 METRICS_PORT=9104
COPY --from=build /packed/backtester apps/backtester
EXPOSE 9104
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["/nodejs/bin/node", "healthcheck.mjs", "http://127.0.0.1:9104/health/ready"]
CMD ["apps/backtester/bundle/main.js"]

FROM runtime AS gateway
ENV DATABASE_URL=file:/data/fullcarry.db HTTP_HOST=0.0.0.0 HTTP_PORT=8080 \
  METRICS_HOST=0.0.0.0 METRICS_PORT=9103
COPY --from=build /packed/gateway apps/gateway
COPY --from=build /src/apps/dashboard/dist apps/dashboard/dist
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["/nodejs/bin/node", "healthcheck.mjs", "http://127.0.0.1:9103/health/ready"]
CMD ["apps/gateway/bundle/main.js"]

FROM runtime AS replay-exchange
COPY --from=build /packed/replay-exchange apps/replay-exchange
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["/nodejs/bin/node", "healthcheck.mjs", "http://127.0.0.1:8787/replay"]
# The kept anchor makes a restart serve the same history; it is taken anew when the recordings are used up.
CMD ["apps/replay-exchange/bundle/main.js", "--host", "0.0.0.0", "--anchor-file", "/data/replay.json"]

# The command line: brings the tables up to date and ends. Also status, verify, backup, export …
FROM runtime AS migrate
ENV DATABASE_URL=file:/data/fullcarry.db
COPY --from=build /packed/cli apps/cli
HEALTHCHECK NONE
ENTRYPOINT ["/nodejs/bin/node", "apps/cli/bundle/main.js"]
CMD ["migrate"]

# The message bus with its settings, for one host; its volume belongs to a user without rights.
FROM ${NATS_IMAGE} AS nats
COPY deploy/nats/nats.conf /etc/nats/fullcarry.conf
COPY deploy/nats/users.conf /etc/nats/users.conf
COPY --from=build --chown=65532:65532 /packed/data /data
USER 65532:65532
HEALTHCHECK --interval=5s --timeout=3s --retries=20 \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8222/healthz"]
CMD ["--config", "/etc/nats/fullcarry.conf"]
