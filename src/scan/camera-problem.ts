/** Why there is no picture. `camera_denied` can only be repaired by the user, the others may pass by themselves. */
export type CameraProblem =
  | { readonly kind: 'camera_denied' }
  | { readonly kind: 'camera_absent' }
  | { readonly kind: 'camera_busy' }
  | { readonly kind: 'camera_lost' }
  | { readonly kind: 'insecure_context' };

/**
 * The refusal behind what `getUserMedia` rejected with (Media Capture and Streams, section 9.2). A name that
 * the specification does not list counts as `camera_busy`: the camera is there but gives no picture now.
 */
export function cameraProblemFrom(thrown: unknown): CameraProblem {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
    case 'SecurityError':
      return { kind: 'camera_denied' };
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError':
      return { kind: 'camera_absent' };
    case 'InsecureContextError':
      return { kind: 'insecure_context' };
    default:
      return { kind: 'camera_busy' };
  }
}
