import dayjs from "dayjs";

export const nextDay = (day: string): string => dayjs(day).add(1, "day").format("YYYY-MM-DD");
