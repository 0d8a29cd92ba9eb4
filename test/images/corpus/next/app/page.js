export const dynamic = "force-dynamic";

export default function Page() {
  return <h1>Blog, rendered by {process.env.NODE_ENV}</h1>;
}
