/** Who may call what, and how often: credentials, and the tenant that each stands for. */
@NullMarked
package io.pilotlight.router.access;

import org.jspecify.annotations.NullMarked;
