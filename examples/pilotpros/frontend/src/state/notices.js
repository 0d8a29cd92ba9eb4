import { ref } from "vue";

const shownMs = 6_000;
let lastId = 0;

/** Short messages at the lower edge, for actions that failed where nothing else shows it. */
export const notices = ref([]);

export function dismiss(id) {
  notices.value = notices.value.filter((notice) => notice.id !== id);
}

export function notify(text) {
  const id = ++lastId;
  notices.value = [...notices.value, { id, text }];
  setTimeout(dismiss, shownMs, id);
}
