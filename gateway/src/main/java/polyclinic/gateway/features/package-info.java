/** What of the suite is switched off at the moment, and which requests that refuses. */
@NullMarked
package polyclinic.gateway.features;

import org.jspecify.annotations.NullMarked;
