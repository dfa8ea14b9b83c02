/** FHIR R4 data types as plain JSON and dates. */
@NullMarked
package polyclinic.clients.replay.fhir;

import org.jspecify.annotations.NullMarked;
