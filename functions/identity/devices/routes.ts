import * as z from 'zod';
import { defineRoute } from '../../../lib/http/route.ts';
import { deviceId, deviceInput, deviceView } from '../../../lib/identity/devices/schema.ts';
import { deviceNotFound } from '../../../lib/identity/errors.ts';
import { pageOf } from '../../../lib/schema/page.ts';
import { ownAccount } from '../shared.ts';

const deviceParams = z.strictObject({ deviceId });
const exampleDevice = {
  deviceId: 'kims-phone',
  platform: 'ios',
  pushToken: 'fGVhx0:APA91bExample',
  createdAt: '2026-11-21T09:00:00.000Z',
  registeredAt: '2026-11-21T09:00:00.000Z',
};

export const listDevices = defineRoute({
  id: 'identity.listDevices',
  method: 'GET',
  path: '/v1/users/me/devices',
  summary: 'List your registered devices',
  auth: ownAccount,
  responses: { 200: pageOf(deviceView) },
  errors: [],
  examples: { response: { items: [exampleDevice], nextCursor: null } },
  needs: { dynamodb: ['Query'] },
});

export const putDevice = defineRoute({
  id: 'identity.putDevice',
  method: 'PUT',
  path: '/v1/users/me/devices/{deviceId}',
  summary: 'Register a device for push notifications',
  description:
    'The device is removed when the session ends in which it was registered. A push token moves from the device that had it. Above twenty devices the one registered longest ago is removed.',
  auth: { ...ownAccount, credential: 'session' },
  params: deviceParams,
  body: deviceInput,
  responses: { 200: deviceView },
  errors: [],
  examples: {
    params: { deviceId: 'kims-phone' },
    body: { platform: 'ios', pushToken: 'fGVhx0:APA91bExample' },
    response: exampleDevice,
  },
  needs: { dynamodb: ['GetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'] },
});

export const deleteDevice = defineRoute({
  id: 'identity.deleteDevice',
  method: 'DELETE',
  path: '/v1/users/me/devices/{deviceId}',
  summary: 'Unregister a device from push notifications',
  auth: ownAccount,
  params: deviceParams,
  responses: { 204: { description: 'Nothing is pushed to the device any more' } },
  errors: [deviceNotFound],
  examples: { params: { deviceId: 'kims-phone' } },
  needs: { dynamodb: ['GetItem', 'DeleteItem'] },
});
