export const loader = () => ({ recipe: "soup" });

export default function Home({ loaderData }) {
  return <h1>Today: {loaderData.recipe}</h1>;
}
