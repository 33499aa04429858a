/**
 * What the router knows of while nothing runs: functions, by their manifests, and the pools that they run in. A folder of files that
 * is read again when it changes.
 */
@NullMarked
package io.pilotlight.router.catalog;

import org.jspecify.annotations.NullMarked;
