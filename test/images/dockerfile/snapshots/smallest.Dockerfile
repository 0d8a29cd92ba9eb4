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
    { test -f dist/server.js || { echo 'The build made no dist/server.js.' >&2; exit 1; }; }
RUN mkdir /result && \
    find . -mindepth 1 -maxdepth 1 ! -name node_modules ! -name package-lock.json ! -name .npmrc ! -name tsconfig.json ! -name src -exec mv -t /result {} + && \
    find /result -name '*.map' -exec rm {} +

# The bundler, which is in no image.
FROM node:24.21.0-slim AS bundler
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    --mount=type=secret,id=npmrc,target=/root/.npmrc \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm install --prefix /bundler --no-audit --no-fund esbuild@0.28.2

# The program and its modules in one file: the image is smaller, and it starts faster.
FROM production-dependencies AS application
COPY --from=bundler /bundler /bundler
COPY --from=build /result /image/app
WORKDIR /image/app
RUN --mount=type=bind,source=bundle.cjs,target=/bundle.cjs \
    --mount=type=bind,source=settle-times.cjs,target=/settle-times.cjs \
    node /bundle.cjs '{"file":"dist/server.js","target":"node24","esm":true,"maps":false,"external":[]}' && \
    node /settle-times.cjs /image

# Node with the libraries it loads, accounts and certificates: all that the image has of the base.
FROM node:24.21.0-slim AS runtime
RUN node="$(readlink -f "$(command -v node)")" && \
    libraries="$(ldd "$node" | grep -o "/[^ )]*")" && \
    folder="$(dirname "$(echo "$libraries" | grep /libc.so)")" && \
    for file in "$node" $libraries "$folder"/libresolv.so.2 "$folder"/libnss_dns.so.2 "$folder"/libnss_files.so.2 "$folder"/librt.so.1 "$folder"/libutil.so.1 /etc/passwd /etc/group /etc/nsswitch.conf /etc/alpine-release /etc/ssl/certs/ca-certificates.crt; do \
      [ -f "$file" ] || continue; \
      { mkdir -p "/runtime$(dirname "$file")" && cp -L "$file" "/runtime$file"; } || exit 1; \
    done && \
    mkdir -p /runtime/usr/local/bin && \
    { [ -e /runtime/usr/local/bin/node ] || ln -s "$node" /runtime/usr/local/bin/node; } && \
    mkdir -m 1777 /runtime/tmp && \
    find /runtime -exec touch -h -d @499162500 {} +

# The image: dependencies below, the application above.
FROM scratch AS program
COPY --from=runtime /runtime/ /
ENV NODE_ENV="production" PATH="/usr/local/bin" NODE_VERSION="24.21.0"
COPY --from=application /image/ /
WORKDIR /app
USER 1000:1000
CMD ["node", "dist/server.js"]

# What Node compiles at a start, by the user it will run as: the cache is of no use to any other.
FROM program AS warmed-up
ENV NODE_COMPILE_CACHE="/tmp/compile-cache"
RUN --mount=type=bind,source=warm-up.cjs,target=/warm-up.cjs \
    ["node", "--require", "/warm-up.cjs", "dist/server.js"]

# The image, with what was compiled.
FROM program
ENV NODE_COMPILE_CACHE="/compile-cache"
COPY --from=warmed-up /tmp/compile-cache /compile-cache
