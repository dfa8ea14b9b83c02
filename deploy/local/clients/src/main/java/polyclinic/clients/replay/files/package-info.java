/** Files of records: what they hold, which version of FHIR it is, and which resources belong together. */
@NullMarked
package polyclinic.clients.replay.files;

import org.jspecify.annotations.NullMarked;
