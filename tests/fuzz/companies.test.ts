import { proveAnswers } from './prove-answers.ts';

proveAnswers('companies');
