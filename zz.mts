import { run } from '/work/main/bench/synth.ts';
const r = await run(); console.table(r.rows); console.log(r.goals);
