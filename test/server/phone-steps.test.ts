import { expect, it } from 'vitest';
import { phoneSteps } from '#server/phone-steps.ts';

it('names the folder whose owner could pose as any site, wherever the data is', () => {
  const steps = phoneSteps({ secureHosts: ['localhost', '192.168.1.7'], port: 8443 }, '/srv/shop/tls').join(
    '\n',
  );
  expect(steps).toContain('https://192.168.1.7:8443/local-authority.crt');
  expect(steps).toContain('whoever has /srv/shop/tls could pose');
});
