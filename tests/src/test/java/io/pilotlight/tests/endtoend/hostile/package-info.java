/**
 * Callers that are careless, broken or malicious. Whatever they send, they get a refusal in the form of their protocol that
 * names what is wrong, and nobody else notices.
 */
@NullMarked
package io.pilotlight.tests.endtoend.hostile;

import org.jspecify.annotations.NullMarked;
