FROM node:24.21.0-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm \
    --mount=type=secret,id=ca \
    if [ -f /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca; fi; \
    npm ci --no-audit --no-fund

FROM dependencies AS build
COPY . .
RUN npm run build

FROM nginx:1.30.6-alpine
COPY --from=build /app/dist /usr/share/nginx/html
USER 101:101
