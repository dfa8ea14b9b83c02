/** FHIR resources as items for the clinic, one reader for each resource type. */
@NullMarked
package polyclinic.clients.replay.resources;

import org.jspecify.annotations.NullMarked;
