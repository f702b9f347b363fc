import { fork } from 'node:child_process'; import { once } from 'node:events';
import { bundleFunction } from '/work/main/bench/bundle-function.ts';
import { environmentOf } from '/work/main/bench/handler-environment.ts';
import { createRequire } from 'node:module'; import {writeSync} from 'node:fs';
const s = fork('/work/main/bench/handler-services.ts', {execArgv:['--import','tsx'],stdio:['ignore','ignore','inherit','ipc']});
const [port]=await once(s,'message');
await bundleFunction('bench/plain-handler.ts','/tmp/lam/prof/plain.js'); await bundleFunction('lambda/inference/handler.ts','/tmp/lam/prof/ours.js');
Object.assign(process.env, environmentOf(`http://127.0.0.1:${port}`,'emf'));
const req=createRequire(import.meta.url);
const hs={plain:req('/tmp/lam/prof/plain.js').handler, ours:req('/tmp/lam/prof/ours.js').handler};
const EVENT={routeKey:'POST /inference',headers:{'content-type':'application/json'},body:JSON.stringify({features:Array.from({length:64},(_,p)=>p%17)}),isBase64Encoded:false,requestContext:{requestId:'a',authorizer:{iam:{userArn:'x'}}}};
const CTX={awsRequestId:'l',getRemainingTimeInMillis:()=>29000};
const only=process.argv[2];
const blk=async(h,n)=>{const c=process.cpuUsage();for(let i=0;i<n;i++)await h(EVENT,CTX);const d=process.cpuUsage(c);return (d.user+d.system)/n/1000};
const res={plain:[],ours:[]};
for(let r=0;r<(only?6:14);r++)for(const k of ['plain','ours']){if(only&&k!==only)continue;const v=await blk(hs[k],400);if(r>1)res[k].push(v)}
for(const k in res)writeSync(2,k+' cpu ms '+res[k].sort((a,b)=>a-b).map(x=>x.toFixed(3)).join(' ')+'\n');
s.kill();process.exit(0);
