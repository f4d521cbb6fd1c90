import { proveMatrix } from './matrix.ts';

proveMatrix('sns');
