# The page, without maps, and compressed once instead of at each request.
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY source/app/ ./
RUN --mount=type=bind,source=settle-times.cjs,target=/settle-times.cjs \
    find . -name '*.map' -delete && \
    find . -type f -size +1k \( -name '*.css' -o -name '*.html' -o -name '*.js' -o -name '*.json' -o -name '*.mjs' -o -name '*.svg' -o -name '*.txt' -o -name '*.wasm' -o -name '*.webmanifest' -o -name '*.xml' \) ! -exec test -e {}.gz \; -exec gzip -9 -k -n {} + && \
    mkdir -p /image/usr/share/nginx && \
    cp -a . /image/usr/share/nginx/html && \
    node /settle-times.cjs /image

# The image. The server's configuration comes with the deployment.
FROM nginx:1.30.6-alpine
COPY --from=build /image/ /
USER 101:101
