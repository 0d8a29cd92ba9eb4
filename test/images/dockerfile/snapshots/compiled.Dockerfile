# Compilers, for packages that are built where they are installed. None of it reaches the image.
FROM node:24.21.0-slim AS compilers
RUN start="$(date +%s)" && \
    apt-get update && \
    apt-get install --yes --no-install-recommends g++ make python3 && \
    rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/ldconfig/* /var/log/* && \
    find /etc /usr /var -xdev -newermt "@$start" ! -name hosts ! -name resolv.conf -exec touch -h -d @499162500 {} +

# Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.
FROM compilers AS dependencies
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm install --global --no-audit --no-fund npm@11.4.0
WORKDIR /app
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    if [ -d /usr/local/include/node ]; then export npm_config_nodedir=/usr/local; fi; \
    npm ci --omit=dev --no-audit --no-fund && \
    mkdir -p node_modules && \
    mkdir -p /image/app && \
    mv node_modules /image/app/ && \
    find /image -name '*.map' -exec rm {} + && \
    find /image -exec touch -h -d @499162500 {} +

# The image: dependencies below, the application above.
FROM node:24.21.0-slim
ENV NODE_ENV="production"
COPY --from=dependencies /image/ /
COPY source/ /
WORKDIR /app
USER 1000:1000
CMD ["node", "a.js"]
