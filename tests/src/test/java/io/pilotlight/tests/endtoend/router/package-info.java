/**
 * The router in front of real processes: that they are there when they are needed and gone when not, that what fails behind it or in
 * front of it hurts nobody else, and that it lets in whom it should.
 */
@NullMarked
package io.pilotlight.tests.endtoend.router;

import org.jspecify.annotations.NullMarked;
