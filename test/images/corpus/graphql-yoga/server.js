import { createSchema, createYoga } from "graphql-yoga";
import { createServer } from "node:http";

const yoga = createYoga({
  healthCheckEndpoint: "/health",
  schema: createSchema({
    typeDefs: "type Query { books: [String!]! }",
    resolvers: { Query: { books: () => ["Emma"] } },
  }),
});
createServer(yoga).listen(process.env.PORT);
