import { z } from "zod";

export const parseName = (name: unknown): string => z.string().catch("nobody").parse(name);
