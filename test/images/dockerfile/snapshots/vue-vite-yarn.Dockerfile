# Dependencies, from manifests without version and scripts: only a change of the dependencies installs anew.
FROM node:24.21.0-slim AS dependencies
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm install --global --no-audit --no-fund --force yarn@1.22.22
WORKDIR /app
COPY manifest/ ./
RUN --mount=type=cache,target=/root/.cache/yarn,sharing=locked \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    yarn install --frozen-lockfile --non-interactive --cache-folder=/root/.cache/yarn && \
    mkdir -p node_modules

# The page, without maps, and compressed once instead of at each request.
FROM dependencies AS build
COPY source/app/ ./
RUN npm run build && \
    { test -f dist/index.html || { echo 'The build made no dist/index.html.' >&2; exit 1; }; }
RUN --mount=type=bind,source=settle-times.cjs,target=/settle-times.cjs \
    find dist -name '*.map' -delete && \
    find dist -type f -size +1k \( -name '*.css' -o -name '*.html' -o -name '*.js' -o -name '*.json' -o -name '*.mjs' -o -name '*.svg' -o -name '*.txt' -o -name '*.wasm' -o -name '*.webmanifest' -o -name '*.xml' \) ! -exec test -e {}.gz \; -exec gzip -9 -k -n {} + && \
    mkdir -p /image/usr/share/nginx && \
    cp -a dist /image/usr/share/nginx/html && \
    node /settle-times.cjs /image

# The image. The server's configuration comes with the deployment.
FROM nginx:1.30.6-alpine
COPY --from=build /image/ /
USER 101:101
