// Each line is written out, so that what is served is long enough to be compressed.
import words from "./words.json";

document.querySelector("#app").textContent = `${import.meta.env.VITE_GREETING}: ${words.join(" ")}`;
