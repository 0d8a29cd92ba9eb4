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
    mkdir -p node_modules

# The same without what only the build needs: one install, then less of it.
FROM dependencies AS production-dependencies
RUN --mount=type=cache,target=/root/.pnpm-store \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    find . -name node_modules -prune -exec rm -rf {} + && \
    pnpm install --prod --frozen-lockfile --offline '--filter={packages/api}...' '--filter={.}' --store-dir=/root/.pnpm-store --config.strict-dep-builds=false && \
    mkdir -p node_modules

# The build. What it leaves is the image's content, without what only the build needs.
FROM dependencies AS build
COPY source/app/ ./
RUN (cd packages/prices && npm run build) && \
    (cd packages/api && npm run build) && \
    { test -f packages/api/dist/server.js || { echo 'The build made no packages/api/dist/server.js.' >&2; exit 1; }; }
RUN mkdir /result && \
    find . -name node_modules -prune -exec rm -rf {} + && \
    rm -rf packages/web tsconfig.base.json packages/prices/tsconfig.json packages/prices/src packages/api/tsconfig.json packages/api/src && \
    find . -mindepth 1 -maxdepth 1 ! -name node_modules ! -name pnpm-lock.yaml ! -name .npmrc ! -name pnpm-workspace.yaml ! -name .pnpmfile.cjs -exec mv -t /result {} + && \
    find /result -name '*.map' -exec rm {} +

# The modules, with times that say nothing: the same ones make the same layer.
FROM node:24.21.0-slim AS modules
RUN --mount=type=bind,from=production-dependencies,source=/app,target=/installed \
    mkdir -p /image/app && \
    cd /installed && \
    find . -name node_modules -prune -exec cp -a --parents {} /image/app \; && \
    find /image -name '*.map' -exec rm {} + && \
    find /image -exec touch -h -d @499162500 {} +

# What the build left, with times that follow from the content.
FROM node:24.21.0-slim AS application
RUN --mount=type=bind,from=build,source=/result,target=/result \
    --mount=type=bind,source=settle-times.cjs,target=/settle-times.cjs \
    mkdir /image && \
    cp -a /result /image/app && \
    node /settle-times.cjs /image

# The image: dependencies below, the application above.
FROM node:24.21.0-slim
ENV NODE_ENV="production"
COPY --from=modules /image/ /
COPY --from=application /image/ /
WORKDIR /app/packages/api
USER 1000:1000
CMD ["node", "dist/server.js"]
