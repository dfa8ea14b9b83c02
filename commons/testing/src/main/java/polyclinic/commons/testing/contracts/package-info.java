/** Checks that every service inherits: its structure, its roles, its events and what it does with bad input. */
@NullMarked
package polyclinic.commons.testing.contracts;

import org.jspecify.annotations.NullMarked;
