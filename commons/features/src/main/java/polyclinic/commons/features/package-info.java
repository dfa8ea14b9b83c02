/** What of the suite a flag switches off, and for whom: kept by notes-service, known to whoever has such a feature. */
@NullMarked
package polyclinic.commons.features;

import org.jspecify.annotations.NullMarked;
