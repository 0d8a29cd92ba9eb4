import { ref } from "vue";

/** The sentence a screen reader speaks next; what changes by itself is otherwise only seen. */
export const announcement = ref("");

export function announce(sentence) {
  announcement.value = sentence;
}
