import { ref } from "vue";

/** One clock for all durations on the page, so that they tick together. */
export const now = ref(Date.now());

setInterval(() => (now.value = Date.now()), 500);
