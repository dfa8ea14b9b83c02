/** {@code replay}: brings FHIR R4 records into the clinic and plays today's visit. */
@NullMarked
package polyclinic.clients.replay;

import org.jspecify.annotations.NullMarked;
