// The self-test is opened once a day, if that: it comes when it is asked for.
import { later } from '#ui/later.tsx';

export const laterDoctor = later(
  () => import('./doctor-screen.tsx'),
  (part) => part.DoctorScreen,
);
