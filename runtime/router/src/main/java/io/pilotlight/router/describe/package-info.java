/** What the router says of the platform and wakes nobody for: models, health, pools. */
@NullMarked
package io.pilotlight.router.describe;

import org.jspecify.annotations.NullMarked;
