// Paths of the contract, in one place for both sides.

export const ROUTES = {
  catalogue: '/api/v1/catalogue',
  devices: '/api/v1/devices',
  ownDevices: '/api/v1/devices/own',
  deviceLink: '/api/v1/devices/link',
  deviceLinked: '/api/v1/devices/linked',
  deviceName: '/api/v1/devices/name',
  deviceRevoke: '/api/v1/devices/revoke',
  voucherMove: '/api/v1/vouchers/move',
  terminals: '/api/v1/terminals',
  addedTerminals: '/api/v1/terminals/added',
  disownedTerminals: '/api/v1/terminals/disowned',
  recovery: '/api/v1/recovery',
  recoveryKey: '/api/v1/recovery/key',
  sync: '/api/v1/sync',
  status: '/api/v1/status',
  health: '/api/v1/health',
  ready: '/api/v1/ready',
  operator: '/api/operator/overview',
} as const;
