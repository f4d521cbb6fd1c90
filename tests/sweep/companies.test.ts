import { proveLastWrites } from './last-writes.ts';

proveLastWrites('companies');
