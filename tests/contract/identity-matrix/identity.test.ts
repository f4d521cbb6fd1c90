import { proveMatrix } from './matrix.ts';

proveMatrix('identity');
