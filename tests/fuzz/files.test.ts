import { proveAnswers } from './prove-answers.ts';

proveAnswers('files');
