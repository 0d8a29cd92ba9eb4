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

# The same without what only the build needs: one install, then less of it.
FROM dependencies AS production-dependencies
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    npm prune --omit=dev --no-audit --no-fund --ignore-scripts

# The build. What it leaves is the image's content, without what only the build needs.
FROM dependencies AS build
COPY source/app/ ./
RUN npm run build && \
    { test -f dist/main.js || { echo 'The build made no dist/main.js.' >&2; exit 1; }; }
RUN mkdir /result && \
    find . -mindepth 1 -maxdepth 1 ! -name node_modules ! -name package-lock.json ! -name .npmrc ! -name nest-cli.json ! -name tsconfig.build.json ! -name tsconfig.json ! -name src -exec mv -t /result {} + && \
    find /result -name '*.map' -exec rm {} +

# The modules, with times that say nothing: the same ones make the same layer.
FROM node:24.21.0-slim AS modules
RUN --mount=type=bind,from=production-dependencies,source=/app/node_modules,target=/installed \
    mkdir -p /image/app && \
    cp -a /installed /image/app/node_modules && \
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
WORKDIR /app
USER 1000:1000
CMD ["node", "dist/main.js"]
