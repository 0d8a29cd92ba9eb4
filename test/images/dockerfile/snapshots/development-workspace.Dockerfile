# Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.
FROM node:24.21.0-slim AS dependencies
ENV pnpm_config_verify_deps_before_run="false"
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm install --global --no-audit --no-fund --allow-scripts=pnpm pnpm@10.34.9
WORKDIR /app
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.pnpm-store \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    pnpm install --frozen-lockfile '--filter={packages/api}...' '--filter={.}' --store-dir=/root/.pnpm-store --config.strict-dep-builds=false && \
    mkdir -p node_modules && \
    mkdir -p packages/prices/node_modules packages/api/node_modules

# What the source runs in: all dependencies, those of development too.
FROM node:24.21.0-slim
ENV NODE_ENV="development"
ENV PATH="$PATH:/app/packages/api/node_modules/.bin:/app/node_modules/.bin"
COPY follow-packages.cjs /
WORKDIR /app
COPY --from=dependencies --chown=1000:1000 /app/node_modules ./node_modules
COPY --from=dependencies --chown=1000:1000 /app/packages/prices/node_modules ./packages/prices/node_modules
COPY --from=dependencies --chown=1000:1000 /app/packages/api/node_modules ./packages/api/node_modules
RUN mkdir -p packages/prices /build && \
    chown 1000:1000 packages/prices /build
WORKDIR /app/packages/api
USER 1000:1000
