import { proveMatrix } from './matrix.ts';

proveMatrix('companies');
