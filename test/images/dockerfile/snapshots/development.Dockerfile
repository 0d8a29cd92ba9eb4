# Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.
FROM node:24.21.0-slim AS dependencies
WORKDIR /app
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm ci --no-audit --no-fund && \
    mkdir -p node_modules

# What the source runs in: all dependencies, those of development too.
FROM node:24.21.0-slim
RUN start="$(date +%s)" && \
    apt-get update && \
    apt-get install --yes --no-install-recommends procps jq && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/* /var/log/* && \
    find /etc /usr /var -xdev -newermt "@$start" ! -name hosts ! -name resolv.conf -exec touch -h -d @499162500 {} +
ENV NODE_ENV="development"
WORKDIR /app
COPY --from=dependencies --chown=1000:1000 /app/node_modules ./node_modules
RUN mkdir -p dist && \
    chown -R 1000:1000 dist
USER 1000:1000
