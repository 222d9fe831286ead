import { zstdCompressSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';

export interface Flight {
  readonly date: Date;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

const AIRPORTS = ['ATL', 'LAX', 'ORD', 'JFK', 'DEN', 'SEA', 'MIA'];

/** Flights that differ in everything and are the same in every run. */
export const someFlights = (count: number): Flight[] =>
  Array.from({ length: count }, (_, index) => {
    const chance = (index * 2_654_435_761) % 4_294_967_296;
    return {
      date: new Date(Date.UTC(2001, 0, 1 + (index % 365), chance % 24, chance % 60)),
      delay: (chance % 300) - 60,
      distance: 100 + (chance % 2500),
      origin: AIRPORTS[chance % 7] ?? '',
      destination: AIRPORTS[(chance >> 4) & 3] ?? '',
    };
  });

/** A real Parquet file of the flights, ZSTD as the demo's, with the given number of rows in a row group. */
export const parquetOf = (flights: readonly Flight[], rowGroupSize: number | number[]): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'date', data: flights.map(({ date }) => date), type: 'TIMESTAMP' },
        { name: 'delay', data: flights.map(({ delay }) => BigInt(delay)), type: 'INT64' },
        { name: 'distance', data: flights.map(({ distance }) => BigInt(distance)), type: 'INT64' },
        { name: 'origin', data: flights.map(({ origin }) => origin), type: 'STRING' },
        { name: 'destination', data: flights.map(({ destination }) => destination), type: 'STRING' },
      ],
      codec: 'ZSTD',
      compressors: { ZSTD: (page) => zstdCompressSync(page) },
      rowGroupSize,
    }),
  );

/** The aggregates by the plainest code there is: the tests' idea of the truth. */
export function aggregatesOf(flights: readonly Flight[]) {
  const groups = (nameOf: (flight: Flight) => string) =>
    Object.fromEntries(
      [...new Set(flights.map(nameOf))]
        .sort()
        .map((name) => [name, metricsOf(flights.filter((flight) => nameOf(flight) === name))]),
    );
  return {
    rows: metricsOf(flights),
    origins: groups(({ origin }) => origin),
    routes: groups(({ origin, destination }) => `${origin}-${destination}`),
    hours: groups(({ date }) => String(date.getUTCHours())),
  };
}

const metricsOf = (flights: readonly Flight[]) => ({
  flights: flights.length,
  delaySum: sum(flights.map(({ delay }) => delay)),
  delayMin: flights.length === 0 ? null : Math.min(...flights.map(({ delay }) => delay)),
  delayMax: flights.length === 0 ? null : Math.max(...flights.map(({ delay }) => delay)),
  delayed15: flights.filter(({ delay }) => delay >= 15).length,
  distanceSum: sum(flights.map(({ distance }) => distance)),
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
