# Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.
FROM node:24.21.0-slim AS dependencies
ENV pnpm_config_verify_deps_before_run="false"
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm install --global --no-audit --no-fund --allow-scripts=pnpm pnpm@12.21.0
WORKDIR /app
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.pnpm-store \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    pnpm install --frozen-lockfile --prod --store-dir=/root/.pnpm-store --config.strict-dep-builds=false && \
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
CMD ["node", "index.js"]
