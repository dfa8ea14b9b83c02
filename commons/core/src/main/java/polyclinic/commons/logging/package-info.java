/** What leaves a service in its log: never a value that may be about a patient. */
@NullMarked
package polyclinic.commons.logging;

import org.jspecify.annotations.NullMarked;
