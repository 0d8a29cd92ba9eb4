# Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.
FROM node:24.21.0-slim AS dependencies
WORKDIR /app
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm install --omit=dev --no-audit --no-fund && \
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
CMD ["node", "lib/index.js"]
