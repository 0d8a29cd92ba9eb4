// What a leak looks like: everything that was made is kept.

const kept = [];
for (;;) kept.push({ text: String(Math.random()), list: new Array(100).fill(kept.length) });
