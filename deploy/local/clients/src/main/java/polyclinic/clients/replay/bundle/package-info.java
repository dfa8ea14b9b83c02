/** FHIR R4 bundles: the parser, the patient and the order in which resources are read. */
@NullMarked
package polyclinic.clients.replay.bundle;

import org.jspecify.annotations.NullMarked;
