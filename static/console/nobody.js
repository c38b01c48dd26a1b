// Nobody is signed in in this browser: the desk's roster leaves it; what waits to be sent stays.

import * as store from "./checkin/store.js";

store.wipe().catch(() => {}); // a browser without storage keeps no roster either
