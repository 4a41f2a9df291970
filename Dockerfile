# One image for every service: which one runs is the command (docker-compose.yml).
FROM node:22-bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY . .
RUN node scripts/setup-only.mjs

FROM node:22-bookworm-slim
ENV NODE_ENV=production LOG_FORMAT=json
WORKDIR /app
RUN mkdir data && chown node:node data
COPY --from=build --chown=node:node /app ./
USER node
CMD ["node", "apps/fetcher/dist/main.js"]
