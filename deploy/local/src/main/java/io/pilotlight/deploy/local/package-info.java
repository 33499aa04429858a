/** The backing servers that a cluster has, for one machine. */
@NullMarked
package io.pilotlight.deploy.local;

import org.jspecify.annotations.NullMarked;
