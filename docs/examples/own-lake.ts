import { App, Stack } from 'aws-cdk-lib';
import { DataLakeAdministrator, GovernedLake, LakePersona } from 'inferwatch';

const stack = new Stack(new App(), 'WeatherLake');

const administrator = new DataLakeAdministrator(stack, 'Administrator');
const lake = new GovernedLake(stack, 'Lake', { administrators: [administrator] });

// A table: its files are in weather/readings/ of the lake's bucket.
const weather = lake.addDatabase('Weather', { name: 'weather', description: 'Weather stations' });
const readings = weather.addTable('Readings', {
  name: 'readings',
  description: 'What the stations measured',
  folder: 'weather/readings/',
  format: { type: 'parquet' },
  columns: [
    { name: 'station_id', type: 'int', comment: 'Station' },
    { name: 'country', type: 'string', comment: 'Where it stands, ISO 3166' },
    { name: 'owner_email', type: 'string', comment: 'Whose it is' },
    { name: 'celsius', type: 'double', comment: 'Temperature' },
  ],
  partition: { name: 'day', type: 'string', comment: 'Day (UTC), yyyy-MM-dd', from: '2026-01-01' },
});

// A persona, and what it sees: every column but one, and the rows of one country.
const forecaster = new LakePersona(stack, 'Forecaster', {
  name: 'forecaster',
  description: 'Forecasts the weather of Japan',
  principals: ['sso:Forecasters'],
});
weather.grantDescribe(forecaster);
readings.grantSelect(forecaster, { except: ['owner_email'], rows: "country = 'JP'" });
