/** Where the parts of the suite are, taken from the environment. */
@NullMarked
package polyclinic.recovery.suite;

import org.jspecify.annotations.NullMarked;
