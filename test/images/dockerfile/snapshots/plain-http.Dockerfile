# The image: dependencies below, the application above.
FROM node:24.21.0-slim
ENV NODE_ENV="production"
COPY source/ /
WORKDIR /app
USER 1000:1000
CMD ["node", "server.js"]
