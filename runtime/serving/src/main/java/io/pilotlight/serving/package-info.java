/**
 * The library that every function embeds. A function supplies one bean, its {@link
 * io.pilotlight.serving.FunctionDefinition}, and gets every protocol, limit, error rendering and measurement from
 * here. {@link io.pilotlight.serving.Serving} is the composition root: reading it tells the whole path of a request.
 */
@NullMarked
package io.pilotlight.serving;

import org.jspecify.annotations.NullMarked;
