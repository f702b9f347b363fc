import { run } from './access.ts';
const c=process.cpuUsage();
console.log(JSON.stringify((await run()).rows)); const u=process.cpuUsage(c); console.log('cpu',(u.user+u.system)/1e6);
