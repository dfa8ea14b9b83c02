/** Faults of the network between services and stores, for tests of what is left of the work when they happen. */
@NullMarked
package polyclinic.local.faults;

import org.jspecify.annotations.NullMarked;
