import {
  companySettingsView,
  exampleCompanySettings,
  updateCompanySettingsInput,
} from '../../../lib/companies/settings/schema.ts';
import { defineRoute } from '../../../lib/http/route.ts';
import { companyParams, exampleCompanyParams, readsAs, writesAs } from '../shared.ts';

export const getCompanySettings = defineRoute({
  id: 'companies.getCompanySettings',
  method: 'GET',
  path: '/v1/companies/{companyId}/settings',
  summary: 'Get the settings of a company',
  description:
    'A working day is a date in the company’s zone on a weekday of `workingDays` that is no holiday.',
  auth: readsAs('viewer'),
  params: companyParams,
  responses: { 200: companySettingsView },
  errors: [],
  examples: { params: exampleCompanyParams, response: exampleCompanySettings },
  needs: { dynamodb: ['GetItem'] },
});

export const updateCompanySettings = defineRoute({
  id: 'companies.updateCompanySettings',
  method: 'PATCH',
  path: '/v1/companies/{companyId}/settings',
  summary: 'Update the settings of a company',
  description: 'Lists are replaced as a whole. `null` removes an optional setting.',
  auth: writesAs('admin'),
  params: companyParams,
  body: updateCompanySettingsInput,
  ifMatch: true,
  idempotent: true,
  responses: { 200: companySettingsView },
  errors: [],
  examples: {
    params: exampleCompanyParams,
    body: { holidays: [{ date: '2027-05-05', name: '어린이날' }] },
    response: exampleCompanySettings,
  },
  needs: { dynamodb: ['GetItem', 'PutItem'] },
});
