import type { Titled } from '../views.ts';

/** How somebody comes to get mail. */
export interface SignUpViews {
  home: HomeView;
}

export interface HomeView extends Titled {
  topics: { name: string; description: string }[];
}
