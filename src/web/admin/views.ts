import type { Titled } from '../views.ts';

/** What only the operator sees. */
export interface AdminViews {
  'admin-login': Titled;
}
